import { expect, test, type Request } from '@playwright/test';
import type { Flow } from '#shared/flow/flow.ts';
import { messageTransports } from '#shared/flow/switch/targets.ts';
import { seriousFindings } from './axe.ts';
import { Playground } from './Playground.ts';

const transportsOf = (flow: Flow): string[] => [
  ...new Set(
    Object.values(flow.services).flatMap(({ listeners }) => Object.values(listeners).map(({ transport }) => transport)),
  ),
];

test('a whole flow is switched to another transport by keys, still answers, and undo takes it back', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openExample('users-gateway');
  const before = await playground.drawn();
  await page.keyboard.press('Shift+X');
  const dialog = page.getByRole('dialog', { name: 'Switch the transport' });
  await expect(dialog.getByText('Everybody keeps finding whom they found.')).toBeVisible();
  await dialog.getByRole('radio', { name: 'TCP' }).focus();
  await page.keyboard.press('Space');
  await expect(dialog.getByText('is so already')).toBeVisible();
  await dialog.getByRole('radio', { name: 'NATS' }).focus();
  await page.keyboard.press('Space');
  await expect(dialog.getByText(/^Changes /)).toBeVisible();
  await expect(dialog.getByText('Nothing gets lost.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Switch to NATS' }).press('Enter');
  await expect(dialog).toBeHidden();
  await expect(playground.box('nats')).toBeVisible();
  await expect.poll(async () => transportsOf(await playground.drawn())).toEqual(['http', 'nats']);

  const [driver] = Object.entries(before.drivers);
  const ask = async (): Promise<unknown> =>
    (await page.request.post(`/api/sessions/${playground.session}/drivers/${driver?.[0]}/send`)).json();
  await expect.poll(ask).toMatchObject({ ok: true, status: 200 });

  await page.keyboard.press('Control+z');
  await expect.poll(() => playground.drawn()).toEqual(before);
});

test('what a switch cannot keep is listed before it happens', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('fan-out');
  await playground.inspector.getByRole('button', { name: 'Switch…' }).click();
  await page.getByText('TCP', { exact: true }).last().click();
  await expect(page.getByText('over TCP one of them does')).toBeVisible();
  await expect(page.getByText('"cats" emits cat_created 2 times now')).toBeVisible();
});

test('a selected service alone is switched', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('fan-out');
  await playground.box('audit').getByText('audit', { exact: true }).click();
  await page.keyboard.press('Shift+X');
  await expect(page.getByRole('radio', { name: 'audit' })).toBeChecked();
  await page.getByRole('dialog').getByText('NATS', { exact: true }).click();
  await page.getByRole('button', { name: 'Switch to NATS' }).click();
  await expect.poll(async () => transportsOf(await playground.drawn())).toEqual(['http', 'redis', 'nats']);
});

test('the same event over several transports, side by side: who received it, and how often', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('fan-out');
  await playground.inspector.getByRole('button', { name: 'Compare…' }).click();
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) });
  await expect(row('Redis')).toContainText('notifications 5 + 5', { timeout: 60_000 });
  await expect(row('NATS')).toContainText('notifications 5 + 5', { timeout: 60_000 });
  await expect(row('TCP')).toContainText('HTTP 201');
  await expect(row('TCP')).toContainText('over TCP one of them does');
  await expect.poll(async () => transportsOf(await playground.drawn())).toEqual(['http', 'redis']);
});

for (const how of ['Stop', 'Close'] as const) {
  test(`a comparison ends with ${how}, and leaves no playground behind`, async ({ page }) => {
    const playground = new Playground(page);
    await playground.openExample('fan-out');
    await playground.inspector.getByRole('button', { name: 'Compare…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Compare transports' });
    const isOpening = (request: Request): boolean =>
      request.method() === 'POST' && request.url().endsWith('/api/sessions');
    let openings = 0;
    page.on('request', (request) => {
      if (isOpening(request)) openings += 1;
    });
    const opening = page.waitForRequest(isOpening);
    await dialog.getByRole('button', { name: 'Compare', exact: true }).click();
    const opened = (await opening).response();
    await dialog.getByRole('button', { name: how, exact: true }).click();
    if (how === 'Stop') {
      await expect(dialog.getByRole('row', { name: 'stopped' })).toHaveCount(Object.keys(messageTransports).length);
      await expect(dialog.getByRole('button', { name: 'Stop' })).toHaveCount(0);
    } else await expect(dialog).toHaveCount(0);
    const answer = await opened;
    if (answer === null) throw new Error('No playground was opened');
    const { id } = (await answer.json()) as { id: string };
    await expect.poll(async () => (await page.request.get(`/api/sessions/${id}`)).status()).toBe(404);
    expect(openings).toBe(1);
  });
}

test('what each transport does is read in one table, and a cell opens as a playground', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.inspector.getByRole('button', { name: 'What each does' }).click();
  const dialog = page.getByRole('dialog', { name: 'What each transport does' });
  await expect(dialog.getByRole('columnheader', { name: 'NATS, shared' })).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await dialog.getByRole('button', { name: /^Redis, emit to three replicas: handled by 3 of 3/ }).click();
  await expect(playground.box('callee')).toContainText('×3');
  await playground.isLive();
  expect(transportsOf(await playground.drawn())).toEqual(['http', 'redis']);
  await playground.send('you');
  await expect(page.getByText(/GET \/emit-three · .*200/)).toBeVisible();
});

test('one request goes through every transport and back, and is one trace on the screen', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('every-transport');
  const labels = Object.values(messageTransports).map(({ label }) => label);
  await playground.send('you');
  await expect(page.getByText(new RegExp(`GET /way · ${labels.length + 1} hops · .*200`))).toBeVisible();
  for (const transport of Object.keys(messageTransports)) await expect(playground.box(`by-${transport}`)).toBeVisible();
});

for (const scheme of ['dark', 'light'] as const) {
  test(`axe finds nothing serious where transports are switched and compared, in the ${scheme} theme`, async ({
    page,
  }) => {
    const playground = new Playground(page);
    await playground.openExample('fan-out');
    if (scheme === 'light') await page.getByRole('button', { name: 'Use the light theme' }).click();
    await page.keyboard.press('Shift+X');
    await page.getByRole('dialog').getByText('TCP', { exact: true }).click();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Compare first…' }).click();
    for (const other of ['NATS', 'Redis'])
      await page.getByRole('dialog').getByRole('checkbox', { name: other }).uncheck();
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await expect(page.getByRole('row', { name: /^TCP/ })).toContainText('HTTP 201');
    expect(await seriousFindings(page)).toEqual([]);
  });
}
