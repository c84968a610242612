import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { seriousFindings } from './axe.ts';
import { Playground } from './Playground.ts';

const rows = (page: Page) => page.getByRole('list', { name: 'Messages in order' });

test('a trace is read as a sequence: who asked whom, what came back, and what failed', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('failing-service');
  await playground.tab('Sequence').click();
  await expect(page.getByText('Nothing has happened yet')).toBeVisible();
  await playground.send('RpcException');
  for (const sentence of [
    'RpcException asks api-gateway: GET /declined',
    'api-gateway asks payments: declined',
    /payments: threw .*Card declined/,
    'payments replies with an error to api-gateway: 402 Card declined',
    'api-gateway replies with an error to RpcException: 402 Card declined',
  ]) {
    await expect(rows(page).getByRole('button', { name: sentence })).toBeVisible();
  }
  await expect(page.getByRole('list', { name: 'Who takes part' }).getByRole('listitem')).toHaveText([
    'RpcException',
    'api-gateway',
    'payments',
  ]);
  await rows(page).getByRole('button', { name: 'api-gateway asks payments: declined' }).click();
  const message = page.getByRole('complementary', { name: 'Message', exact: true });
  await expect(message.getByRole('heading', { name: "{ cmd: 'declined' }" })).toBeVisible();
  await expect(playground.tab('Sequence')).toHaveAttribute('aria-selected', 'true');
});

test('the sequence is walked by keys: arrows, End, Enter', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('order-saga');
  await playground.tab('Sequence').click();
  await playground.send('buyer');
  const buttons = rows(page).getByRole('button');
  await expect(rows(page).getByRole('button', { name: 'api-gateway replies to buyer: 201' })).toBeAttached();
  await rows(page).getByRole('button', { name: 'buyer asks api-gateway: POST /orders' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(buttons.nth(1)).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.locator('[data-index]:focus')).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-index]:focus')).toHaveAttribute('aria-current', 'true');
  // The names stay in sight however far one has scrolled.
  await expect(page.getByRole('list', { name: 'Who takes part' }).getByText('buyer')).toBeInViewport();
});

test('the newest messages run along, and stand still for one who scrolls back', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.tab('Sequence').click();
  await page.getByRole('radio', { name: 'Last 50', exact: true }).check();
  for (let sent = 1; sent <= 8; sent += 1) {
    await playground.send('you');
    await expect(page.getByText(`the newest ${sent * 2} of ${sent * 2} messages`)).toBeVisible();
  }
  const scrolled = rows(page).locator('xpath=../..');
  await scrolled.evaluate((element) => element.scrollTo({ top: 0 }));
  await expect(rows(page).getByRole('button').first()).toBeInViewport();
  await playground.send('you');
  await page.getByRole('button', { name: 'Show the newest' }).click();
  await expect(page.getByText('the newest 18 of 18 messages')).toBeVisible();
});

test('the diagram is taken along as Mermaid, SVG and PNG', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.tab('Sequence').click();
  await playground.send('you');
  await expect(rows(page).getByRole('button', { name: 'api-gateway replies to you: 200' })).toBeVisible();

  await choose(page, 'Copy as Mermaid');
  await expect(page.getByText('The diagram is copied as Mermaid text.')).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain('sequenceDiagram\n  actor p0 as you\n  participant p1 as api-gateway');
  const mermaid = await saved(page, 'Download Mermaid');
  expect(mermaid).toEqual({ name: 'ping-pong-sequence.mmd', content: Buffer.from(text) });

  const svg = await saved(page, 'Download SVG');
  expect(svg.name).toBe('ping-pong-sequence.svg');
  const picture = await page.evaluate((source) => {
    const { documentElement: root } = new DOMParser().parseFromString(source, 'image/svg+xml');
    return [...root.querySelectorAll('text')].map(({ textContent }) => textContent);
  }, svg.content.toString());
  expect(picture).toEqual(expect.arrayContaining(['you', 'api-gateway', 'pong', 'GET /ping']));

  const png = await saved(page, 'Download PNG');
  const size = /viewBox="\S+ \S+ (\S+) (\S+)"/.exec(svg.content.toString());
  expect(png.content.readUInt32BE(16)).toBe(2 * Number(size?.[1]));
  expect(png.content.readUInt32BE(20)).toBe(2 * Number(size?.[2]));
});

for (const theme of ['dark', 'light'] as const) {
  test(`axe finds nothing serious in the sequence in the ${theme} theme`, async ({ page }) => {
    const playground = new Playground(page);
    await playground.openExample('failing-service');
    if (theme === 'light') await page.getByRole('button', { name: 'Use the light theme' }).click();
    await playground.tab('Sequence').click();
    await playground.send('plain Error');
    await rows(page).getByRole('button', { name: 'api-gateway asks payments: broken' }).click();
    expect(await seriousFindings(page)).toEqual([]);
  });
}

async function choose(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

async function saved(page: Page, item: string): Promise<{ name: string; content: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), choose(page, item)]);
  return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
}
