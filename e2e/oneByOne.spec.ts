import { expect, test, type Page } from '@playwright/test';
import { seriousFindings } from './axe.ts';
import { Playground } from './Playground.ts';

/** From now on, all that is told of messages on their way: one list for each moment. */
async function watchDots(page: Page): Promise<() => Promise<string[][]>> {
  const seen = await page.evaluateHandle(() => {
    const moments: string[][] = [];
    const list = document.querySelector('[data-testid="overlay-dots"]');
    if (list === null) throw new Error('The overlay has no list');
    new MutationObserver(() => {
      const lines = [...list.querySelectorAll('li')].map((line) => line.textContent ?? '');
      if (lines.length > 0) moments.push(lines);
    }).observe(list, { childList: true, subtree: true, characterData: true });
    return moments;
  });
  return () => seen.jsonValue();
}

test('one message at a time: never two at once, by button or keys, and a step is a whole message', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('order-saga');
  const oneByOne = page.getByRole('button', { name: 'One message at a time' });
  await oneByOne.click();
  await expect(oneByOne).toHaveAttribute('aria-pressed', 'true');
  const moments = await watchDots(page);
  await playground.send('buyer');
  await playground.send('big spender');
  // Each of them is told for a while: the twelve first lines are twelve different moments.
  await expect.poll(async () => (await moments()).length, { timeout: 30_000 }).toBeGreaterThan(11);
  expect((await moments()).filter((lines) => lines.length !== 1 || !/^(1|a|an|one)\b/i.test(lines[0] ?? ''))).toEqual(
    [],
  );
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press('Shift+S');
  await expect(oneByOne).toHaveAttribute('aria-pressed', 'false');
  await page.getByRole('button', { name: 'Use the light theme' }).click();
  await oneByOne.click();
  expect(await seriousFindings(page)).toEqual([]);
  await page.setViewportSize({ width: 1024, height: 768 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1024);
});
