import { expect, test, type Page } from '@playwright/test';
import { seriousFindings } from './axe.ts';
import { Playground } from './Playground.ts';

const traces = (page: Page) => page.getByRole('navigation', { name: 'Traces' });
const listed = (page: Page) => traces(page).getByRole('listitem');

test('a bar tells the handler from the wire, and an event from what waited for it', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('order-saga');
  await playground.send('buyer');
  await expect(page.getByText(/POST \/orders · 8 hops · 201/)).toBeVisible();
  const waterfall = page.getByRole('region', { name: 'Waterfall' });
  await expect(waterfall.getByRole('button', { name: /^process_payment/ })).toHaveAttribute(
    'title',
    /ms in the handler, .*on the wire/,
  );
  await expect(waterfall.getByRole('button', { name: /order_completed/ })).toHaveAttribute(
    'title',
    /Nobody waits for it\.$/,
  );
  await expect(page.getByRole('list', { name: 'Parts of a bar' })).toContainText('critical path');
});

test('traces are found by what is in them, and narrowed to errors, faults, slow ones and a service', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openExample('failing-service');
  for (const driver of ['plain Error', 'RpcException', 'too slow']) await playground.send(driver);
  await expect(listed(page)).toHaveCount(3);
  await page.getByRole('textbox', { name: 'Search traces' }).fill('card declined');
  await expect(listed(page)).toHaveText([/GET \/declined/]);
  await page.getByRole('textbox', { name: 'Search traces' }).fill('');
  await page.getByRole('button', { name: 'Filter traces' }).click();
  await page.getByRole('textbox', { name: 'Slower than, ms' }).fill('900');
  await expect(listed(page)).toHaveText([/GET \/slow/]);
  await page.getByRole('switch', { name: 'A fault acted on it' }).check();
  await expect(page.getByText('No trace fits.')).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Show all again' }).click();
  await expect(listed(page)).toHaveCount(3);
});

test('the list runs along until one scrolls, and says that there is more', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  for (let sent = 1; sent <= 12; sent += 1) {
    await playground.send('you');
    await expect(listed(page)).toHaveCount(sent);
  }
  await traces(page)
    .getByRole('list')
    .evaluate((element) => element.scrollTo({ top: 60 }));
  await playground.send('you');
  await expect(traces(page).getByRole('button', { name: 'Show the newest' })).toBeVisible();
  await expect(listed(page)).toHaveCount(12);
  await traces(page).getByRole('button', { name: 'Show the newest' }).click();
  await expect(listed(page)).toHaveCount(13);
});

test('two traces are compared side by side: what took longer, and what ended in another way', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('order-saga');
  await playground.send('buyer');
  await expect(page.getByText(/POST \/orders · 8 hops · 201/)).toBeVisible();
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByText('Choose the trace to compare it with.')).toBeVisible();
  await playground.send('big spender');
  await expect(page.getByRole('status', { name: 'Comparison' })).toContainText(
    'process_payment: ok there, 402 Card declined here',
  );
  const row = page.getByRole('row', { name: /process_payment/ });
  await expect(row).toContainText('ok → 402 Card declined');
  await expect(page.getByRole('row', { name: /release_inventory/ })).toContainText('only here');
  await expect(page.getByRole('row', { name: /order_completed/ })).toContainText('only there');
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Use the light theme' }).click();
  expect(await seriousFindings(page)).toEqual([]);
  await row.getByRole('button').click();
  await expect(page.getByRole('complementary', { name: 'Message', exact: true })).toContainText('402 Card declined');
});

for (const theme of ['dark', 'light'] as const) {
  test(`axe finds nothing serious in the timeline in the ${theme} theme`, async ({ page }) => {
    const playground = new Playground(page);
    await playground.openExample('order-saga');
    if (theme === 'light') await page.getByRole('button', { name: 'Use the light theme' }).click();
    await playground.send('big spender');
    await expect(page.getByText(/POST \/orders · .* · 402/)).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
  });
}
