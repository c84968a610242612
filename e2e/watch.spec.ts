import { expect, test } from '@playwright/test';
import { Playground } from './Playground.ts';

test('one click on the driver runs the order saga: dots, timeline, payloads', async ({ page }) => {
  const playground = new Playground(page);
  await page.goto('/');
  await playground.isLive();
  await expect(page).toHaveURL(/\/s\/[A-Za-z0-9_-]+$/);
  await playground.seesDot('request', () => playground.send('buyer'));
  await expect(page.getByText(/POST \/orders · 8 hops · 201/)).toBeVisible();
  for (const text of ['create_order', 'get_user', 'reserve_inventory', 'process_payment', 'order_completed']) {
    await expect(page.getByRole('button', { name: new RegExp(`^${text}`) })).toBeVisible();
  }
  await page.getByRole('button', { name: /^reserve_inventory/ }).click();
  await expect(page.getByText('"reserved": 1').first()).toBeVisible();
  await expect(page.getByTestId('announcements')).toContainText('POST /orders answered 201');
});

test('a declined card shows what failed, and what was undone', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('order-saga');
  await playground.seesDot('error', () => playground.send('big spender'));
  await expect(page.getByRole('button', { name: /^release_inventory/ })).toBeVisible();
  await expect(page.getByText(/POST \/orders · .* · 402/)).toBeVisible();
});

test('a second window shows the same live flow, and an edit of one is seen in the other', async ({ page, context }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  const second = new Playground(await context.newPage());
  await second.page.goto(page.url());
  await second.isLive();
  await playground.insert('Redis broker');
  await expect(second.box('redis')).toHaveCount(1);
  await second.send('you');
  await expect(page.getByText(/GET \/ping · 2 hops · 200/)).toBeVisible();
});

test('a page that loses its connection says so, comes back by itself, and keeps what was drawn meanwhile', async ({
  page,
  context,
}) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await expect(playground.box('pong')).toHaveCount(1);
  await context.setOffline(true);
  await page.evaluate(() => window.dispatchEvent(new Event('offline')));
  await expect(page.getByTestId('session-state')).toContainText('RECONNECTING');
  await playground.insert('Redis broker');
  await context.setOffline(false);
  await playground.isLive();
  await expect
    .poll(async () => {
      const view = (await (await page.request.get(`/api/sessions/${playground.session}`)).json()) as {
        flow: { brokers: object };
      };
      return Object.keys(view.flow.brokers).length;
    })
    .toBe(1);
});

test('a session that is not there offers a new one', async ({ page }) => {
  await page.goto('/s/nothing-here');
  await page.getByRole('link', { name: 'Open a new playground' }).click();
  await new Playground(page).isLive();
});

test('in the light theme and at 1024 px everything is there', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  const playground = new Playground(page);
  await playground.openExample('order-saga');
  await page.getByRole('button', { name: 'Use the light theme' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'light');
  await playground.send('buyer');
  await expect(page.getByText(/POST \/orders · 8 hops · 201/)).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1024);
});
