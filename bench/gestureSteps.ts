import type { Page } from '@playwright/test';

// Asked of the page in its own words: what finds things for a test runs in the page, too, and would count as the page's own code.

const boxes = (page: Page): Promise<number> =>
  page.evaluate(() => document.querySelectorAll('.react-flow__node').length);

interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

async function placeOf(page: Page, selector: string): Promise<Place> {
  const place = await page.evaluate((wanted) => {
    const rect = document.querySelector(wanted)?.getBoundingClientRect();
    return rect === undefined ? undefined : { x: rect.x, y: rect.y, width: rect.width, height: rect.height };
  }, selector);
  if (place === undefined) throw new Error(`There is no ${selector}.`);
  return place;
}

const corner = (page: Page): Promise<Place> => placeOf(page, '[data-testid="canvas"]');

async function drag(page: Page, service: number): Promise<void> {
  const box = await placeOf(page, `.react-flow__node[data-id="services:s${service}"]`);
  await page.mouse.move(box.x + 10, box.y + 3);
  await page.mouse.down();
  await page.mouse.move(box.x + 110, box.y + 60, { steps: 30 });
  await page.mouse.up();
}

const settled = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 300))));

/** What somebody does with a large drawing. */
export const gestures: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'drag one': async (page) => {
    await drag(page, 100);
    await settled(page);
  },
  box: async (page) => {
    const { x, y, width, height } = await corner(page);
    await page.keyboard.down('Shift');
    await page.mouse.move(x + 4, y + 4);
    await page.mouse.down();
    await page.mouse.move(x + width - 10, y + height - 10, { steps: 30 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await settled(page);
  },
  'drag all': async (page) => {
    await page.keyboard.press('Control+a');
    await drag(page, 20);
    await settled(page);
  },
  paste: async (page) => {
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    const { x, y } = await corner(page);
    await page.mouse.move(x + 200, y + 200);
    const before = await boxes(page);
    await page.keyboard.press('Control+v');
    await page.waitForFunction(
      (count) => document.querySelectorAll('.react-flow__node').length > count,
      2 * before - 1,
    );
    await settled(page);
  },
  undo: async (page) => {
    const before = await boxes(page);
    await page.keyboard.press('Control+z');
    await page.waitForFunction((count) => document.querySelectorAll('.react-flow__node').length <= count, before / 2);
    await settled(page);
  },
};
