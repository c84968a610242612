import { expect, test } from '@playwright/test';
import { Playground } from './Playground.ts';

test('a broken wire fails the call: the red triangle is seen, and mending it works', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.wire('PONG').click();
  await playground.tab('Faults').click();
  await page.getByRole('switch', { name: 'Down' }).click();
  await expect(playground.wire('PONG')).toContainText(/down/i);
  await playground.seesDot('error', () => playground.send('you'));
  await expect(page.getByText(/GET \/ping · 2 hops · 2 errors · 502/)).toBeVisible();
  await playground.wire('PONG').click();
  await playground.tab('Faults').click();
  await page.getByRole('switch', { name: 'Down' }).click();
  await expect(playground.wire('PONG')).not.toContainText(/down/i);
  await playground.send('you');
  await expect(page.getByText(/GET \/ping · 2 hops · 200/)).toBeVisible();
});

test('latency above the timeout: the caller gives up, the work goes on, the late reply is an orphan', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openExample('failing-service');
  await playground.send('too slow');
  await expect(page.getByText(/GET \/slow · 2 hops · .*504/)).toBeVisible();
  await playground.tab('Messages').click();
  await page.getByText('timeout 1 s, late reply').click();
  await expect(page.getByText('orphaned').first()).toBeVisible();
});

test('a killed service is seen as down, its caller gets 502, and it comes back', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.box('pong').getByText('pong', { exact: true }).click();
  await page.getByRole('button', { name: 'Kill', exact: true }).click();
  await expect(playground.box('pong')).toContainText('down');
  await expect(page.getByTestId('session-state')).toContainText('1 DOWN');
  await playground.send('you');
  await expect(page.getByText(/GET \/ping · 2 hops · 2 errors · 502/)).toBeVisible();
  await playground.box('pong').getByText('pong', { exact: true }).click();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByTestId('session-state')).not.toContainText('DOWN');
  await playground.send('you');
  await expect(page.getByText(/GET \/ping · 2 hops · 200/)).toBeVisible();
});

test('a killed Redis is seen, and when it is back every replica hears again', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('fan-out');
  await playground.box('redis').getByText('redis', { exact: true }).click();
  await page.getByRole('button', { name: 'Kill', exact: true }).click();
  await expect(page.getByTestId('broker-redis')).toContainText('down');
  await expect(page.getByTestId('session-state')).toContainText('1 DOWN');
  await playground.box('redis').getByText('redis', { exact: true }).click();
  await page
    .getByRole('button', { name: /^(Restart|Start)$/ })
    .first()
    .click();
  await expect(page.getByTestId('broker-redis')).not.toContainText('down');
  await expect(page.getByTestId('session-state')).toHaveText(/LIVE · 3 SERVICES$/);
  await expect
    .poll(async () => {
      await playground.send('cat keeper');
      return page.getByTestId('announcements').textContent();
    })
    .toContain('POST /cats answered 201');
  const answer = await page.request.get(`/api/sessions/${playground.session}/events?limit=10000`);
  const { events } = (await answer.json()) as { events: { type: string; traceId?: string; kind?: string }[] };
  const deliveries = new Map<string, number>();
  for (const event of events) {
    if (event.type === 'received' && event.kind === 'event' && event.traceId !== undefined) {
      deliveries.set(event.traceId, (deliveries.get(event.traceId) ?? 0) + 1);
    }
  }
  expect([...deliveries.values()].at(-1)).toBe(3);
});
