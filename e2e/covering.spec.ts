import { expect, test, type Locator } from '@playwright/test';
import { pingPong } from '#shared/examples/pingPong.ts';
import { Playground } from './Playground.ts';

interface Place {
  name: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

async function placesOf(things: Record<string, Locator>): Promise<Place[]> {
  const found = await Promise.all(
    Object.entries(things).map(async ([name, thing]) => {
      const box = (await thing.isVisible()) ? await thing.boundingBox() : null;
      return box === null ? [] : [{ name, ...box }];
    }),
  );
  return found.flat();
}

const overlap = (a: Place, b: Place): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const sizes = { large: [1440, 900], small: [1024, 768], 'zoomed to 200 %': [720, 450] } as const;

for (const [size, [width, height]] of Object.entries(sizes)) {
  test(`in a window that is ${size} a small message and the tour cover nothing one works with`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    const playground = new Playground(page);
    await playground.openFlow(pingPong);
    await page.evaluate(() => localStorage.removeItem('patchbay-tour'));
    await page.keyboard.press('g');
    const notice = page.getByText(/^Boxes stand/);
    await expect(notice).toBeVisible();
    const said = { notice: notice.locator('xpath=ancestor::*[@role="alert"]') };
    const around = {
      header: page.getByRole('banner'),
      palette: page.getByRole('complementary', { name: 'The palette' }),
      inspector: playground.inspector,
      'what happened': page.getByRole('complementary', { name: 'What happened' }),
      controls: page.getByTestId('rf__controls'),
      map: page.getByTestId('rf__minimap'),
      break: page.getByRole('button', { name: 'Break something' }),
      monkey: page.getByRole('button', { name: 'Chaos monkey' }),
    };
    const [shown] = await placesOf(said);
    if (shown === undefined) throw new Error('There is no notice');
    const others = await placesOf(around);
    expect(others.filter((other) => overlap(shown, other))).toEqual([]);
    // The buttons are one row.
    const row = others.filter(({ name }) => name === 'break' || name === 'monkey').map(({ y }) => y);
    expect(new Set(row).size).toBe(1);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find or do anything' }).fill('take the tour');
    await page.keyboard.press('Enter');
    const tour = page.getByTestId('tour');
    const buttonOn = tour.getByRole('button', { name: 'Next' });
    const header = others.filter(({ name }) => name === 'header');
    for (let step = 1; step <= 5; step += 1) {
      await expect(tour).toContainText(`${step} of 5`);
      const [card] = await placesOf({ [`card ${step}`]: tour });
      if (card === undefined) throw new Error('There is no card');
      expect({ card, under: [...header, shown].filter((other) => overlap(card, other)) }).toEqual({ card, under: [] });
      if (step < 5) await buttonOn.click();
    }
  });
}

test('the order saga is shown at a size at which it can be read, and no box covers another', async ({ page }) => {
  await new Playground(page).openExample('order-saga');
  const zoom = (): Promise<number> =>
    page.evaluate(() => {
      const drawing = document.querySelector<HTMLElement>('.react-flow__viewport');
      return new DOMMatrix(drawing?.style.transform).a;
    });
  await expect.poll(zoom).toBeGreaterThanOrEqual(0.7);
  const boxes = await page.locator('.react-flow__node').all();
  const places = await placesOf(Object.fromEntries(boxes.map((box, index) => [String(index), box])));
  const covering = places.filter((box, index) => places.slice(index + 1).some((other) => overlap(box, other)));
  expect({ boxes: places.length, covering }).toEqual({ boxes: 10, covering: [] });
});
