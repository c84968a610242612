import { expect, test, type Page } from '@playwright/test';
import { pingPong } from '#shared/examples/pingPong.ts';
import { seriousFindings } from './axe.ts';
import { Playground } from './Playground.ts';

const message = (page: Page) => page.getByRole('complementary', { name: 'Message', exact: true });
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Bytes on the wire' });
const field = (page: Page, name: string) =>
  dialog(page)
    .getByRole('button', { name: new RegExp(`^${name} `) })
    .first();
/** The bytes that are lit up, read off the ASCII column. */
const lit = (page: Page) => dialog(page).locator('[class*=letter][data-active]').allTextContents();
const packet = (page: Page) => dialog(page).locator('[class*=letter][data-packet]').allTextContents();

async function openMessage(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('region', { name: 'Waterfall' }).getByRole('button', { name }).click();
  await message(page).getByRole('button', { name: 'Show the packet and its bytes' }).click();
}

test('a message over TCP opens to its bytes, with the fields named and the packet marked', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFlow(pingPong);
  await playground.send('you');
  await openMessage(page, /^ping/);
  const wire = message(page).getByRole('region', { name: 'On the wire' });
  await expect(wire.getByRole('region', { name: 'Packet of the request' })).toContainText('"cmd": "ping"');
  await expect(wire.getByRole('region', { name: 'Packet of the reply' })).toContainText('"isDisposed": true');

  const crossings = wire.getByRole('list', { name: 'Crossings' }).getByRole('button');
  await expect(crossings).toHaveCount(2);
  await crossings.first().click();
  await expect(dialog(page).getByRole('region', { name: 'Fields of the frame' })).toContainText(
    'How long the packet is',
  );
  expect((await packet(page)).join('')).toMatch(/^\{"pattern":.*\}$/);
  expect(await seriousFindings(page)).toEqual([]);

  await field(page, 'pattern').hover();
  expect((await lit(page)).join('')).toMatch(/^\{"pattern":\{"cmd":"ping"\},$/);
  // By keys: from field to field, and each field is a stop of its own.
  await dialog(page)
    .getByRole('region', { name: /^Bytes as hex/ })
    .focus();
  await page.keyboard.press('ArrowLeft');
  expect((await lit(page)).join('')).toBe('#');
  await field(page, 'length').focus();
  expect((await lit(page)).join('')).toMatch(/^\d+$/);

  await dialog(page).getByRole('list', { name: 'Crossings' }).getByRole('button').nth(1).click();
  await expect(field(page, 'response')).toBeVisible();
});

test('a message over Redis is followed through the broker and back, byte by byte', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('every-transport');
  await playground.send('you');
  await openMessage(page, /redis/);
});

for (const scheme of ['dark', 'light'] as const) {
  for (const width of [1440, 1024]) {
    test(`looks ${scheme} ${width}`, async ({ page }) => {
      await page.setViewportSize({ width, height: width === 1440 ? 900 : 768 });
      const playground = new Playground(page);
      await playground.openExample('ping-pong');
      if (scheme === 'light') await page.getByRole('button', { name: 'Use the light theme' }).click();
      await playground.send('you');
      await openMessage(page, /^ping/);
      const wire = message(page).getByRole('region', { name: 'On the wire' });
      await wire.getByRole('list', { name: 'Crossings' }).getByRole('button').first().waitFor();
      await wire.scrollIntoViewIfNeeded();
      await page.screenshot({ path: `/tmp/lens-part-${scheme}-${width}.png` });
      await wire.getByRole('list', { name: 'Crossings' }).getByRole('button').first().click();
      await field(page, 'data').hover();
      await page.screenshot({ path: `/tmp/lens-${scheme}-${width}.png` });
      expect(await seriousFindings(page)).toEqual([]);
    });
  }
}
