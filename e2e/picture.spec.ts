import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { Playground } from './Playground.ts';

test('the drawing is taken along as an SVG that any program can read, and as a PNG', async ({ page }) => {
  await new Playground(page).openExample('order-saga');
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share' });
  const svg = await saved(page, () => dialog.getByRole('button', { name: 'Download SVG' }).click());
  expect(svg.name).toBe('order-saga.svg');
  const picture = await page.evaluate((text) => {
    const { documentElement: root } = new DOMParser().parseFromString(text, 'image/svg+xml');
    return {
      title: root.querySelector('title')?.textContent,
      texts: [...root.querySelectorAll('text')].map(({ textContent }) => textContent),
      dashed: root.querySelectorAll('path[stroke-dasharray]').length,
      pageParts: root.querySelectorAll('foreignObject, script, [class], [href]').length,
      loads: /url\((?!"?data:)/.test(text),
    };
  }, svg.content.toString());
  expect(picture).toMatchObject({ title: 'Order saga', pageParts: 0, loads: false });
  expect(picture.texts).toEqual(
    expect.arrayContaining(['api-gateway', 'PAYMENTS', "{ cmd: 'process_payment' }", 'Send']),
  );
  // The three wires to the broker, and who hears it.
  expect(picture.dashed).toBe(5);

  const png = await saved(page, () => dialog.getByRole('button', { name: 'Download PNG' }).click());
  expect(png.name).toBe('order-saga.png');
  const size = { width: png.content.readUInt32BE(16), height: png.content.readUInt32BE(20) };
  const drawn = /viewBox="\S+ \S+ (\S+) (\S+)"/.exec(svg.content.toString());
  expect(size).toEqual({ width: 2 * Number(drawn?.[1]), height: 2 * Number(drawn?.[2]) });
});

test('of an empty canvas there is no picture, and one is told so', async ({ page }) => {
  await new Playground(page).openEmpty();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find or do anything' }).fill('picture (SVG');
  await page.keyboard.press('Enter');
  await expect(page.getByText('There is nothing to take a picture of yet')).toBeVisible();
});

async function saved(page: Page, act: () => Promise<void>): Promise<{ name: string; content: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
}
