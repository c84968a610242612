import { expect, test, type Page } from '@playwright/test';
import { seriousFindings } from './axe.ts';
import { Playground } from './Playground.ts';

/** What the table says of one thing: message rate, errors, p50, p95, p99, in flight, queued. */
async function numbersOf(page: Page, name: string): Promise<string[]> {
  const cells = page.getByRole('row', { name: new RegExp(`^${name}\\b`) }).getByRole('cell');
  return cells.allTextContents();
}

test('rate, errors and times of everything that was sent, the same in the table, on the box and in the charts', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  for (let sent = 0; sent < 5; sent += 1) await playground.send('you');
  await playground.tab('Metrics').click();
  await page.getByRole('radio', { name: '5 min' }).check();
  // Five messages in five minutes are none per second; they are there all the same.
  await expect.poll(() => numbersOf(page, 'pong service')).toEqual(['0', '0', ...times, '0', '0']);
  await expect.poll(() => numbersOf(page, 'PONG wire')).toEqual(['0', '0', ...times, '0', '0']);
  await page.getByRole('radio', { name: '10 s' }).check();
  await playground.send('you');
  await expect.poll(async () => Number((await numbersOf(page, 'pong service'))[0])).toBeGreaterThan(0);
  const box = playground.box('pong');
  await expect(box).toContainText(/0\.\d msg\/s · p95 /);

  // A name selects what it is on the canvas, and the charts follow; by keys as well.
  await page.getByRole('button', { name: /^PONG wire/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Charts of PONG' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Charts of PONG' }).locator('canvas')).toHaveCount(3);
  await expect(playground.inspector.getByRole('heading', { name: 'PONG' })).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Use the light theme' }).click();
  expect(await seriousFindings(page)).toEqual([]);
  await page.setViewportSize({ width: 1024, height: 768 });
  expect(await seriousFindings(page)).toEqual([]);
});

const times = [expect.stringMatching(/ m?s$/), expect.stringMatching(/ m?s$/), expect.stringMatching(/ m?s$/)];

test('what fails is counted as failed, at its service, its wire and its driver', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('order-saga');
  await playground.send('big spender');
  await playground.tab('Metrics').click();
  await expect.poll(async () => (await numbersOf(page, 'big spender driver'))[1]).toBe('100 %');
  await expect.poll(async () => (await numbersOf(page, 'api-gateway service'))[1]).toBe('100 %');
  await expect.poll(async () => (await numbersOf(page, 'buyer driver'))[1]).toBe('0');
});
