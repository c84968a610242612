import { expect, test } from '@playwright/test';
import { pingPong } from '#shared/examples/pingPong.ts';
import { Playground } from './Playground.ts';

test('an address that leads nowhere says so, and leads on', async ({ page }) => {
  const response = await page.goto('/some/where');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'This playground is not there' })).toBeVisible();
  await expect(page.getByText('There is nothing at /some/where.')).toBeVisible();
  await page.getByRole('link', { name: 'Open a new playground' }).click();
  await new Playground(page).isLive();
});

test('in a window zoomed to 200 % nothing of the header covers another, and the drawing is seen', async ({ page }) => {
  await page.setViewportSize({ width: 720, height: 450 });
  const playground = new Playground(page);
  await playground.openFlow(pingPong);
  const header = page.getByRole('banner');
  expect(await header.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  const places = await header.getByRole('button').evaluateAll((buttons) =>
    buttons
      .map((button) => button.getBoundingClientRect())
      .filter(({ width }) => width > 1)
      .map(({ left, right }) => ({ left, right })),
  );
  const pill = await page.getByTestId('session-state').boundingBox();
  const inOrder = [...places, { left: pill?.x ?? 0, right: (pill?.x ?? 0) + (pill?.width ?? 0) }].toSorted(
    (a, b) => a.left - b.left,
  );
  // People stand over each other a little, on purpose.
  const covered = inOrder.filter((place, index) => place.left < (inOrder[index - 1]?.right ?? 0) - 6);
  expect(covered).toEqual([]);
  const canvas = await page.getByTestId('canvas').boundingBox();
  const box = await playground.place('pong');
  expect(box.width).toBeGreaterThan(30);
  expect(box.y).toBeGreaterThanOrEqual(canvas?.y ?? 0);
});
