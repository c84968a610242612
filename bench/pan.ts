import type { Page } from '@playwright/test';

/** So far from where it began, in px. */
const reach = 120;

declare global {
  interface Window {
    benchFrames: number[];
  }
}

/** Takes the drawing by an empty place and moves it in circles. @returns how long each frame took meanwhile, in ms */
export async function pan(page: Page, ms: number): Promise<number[]> {
  const { x, y } = await page.evaluate(emptyPlace);
  await page.mouse.move(x, y);
  await page.mouse.down();
  // React Flow begins only after a few pixels.
  await page.mouse.move(x + 10, y);
  await page.evaluate(countFrames);
  const endMs = performance.now() + ms;
  for (let turn = 0; performance.now() < endMs; turn += 0.1)
    await page.mouse.move(x + reach * Math.cos(turn), y + reach * Math.sin(turn));
  const framesMs = await page.evaluate(() => window.benchFrames);
  await page.mouse.up();
  return framesMs;
}

/** Runs in the page. */
function countFrames(): void {
  const frames: number[] = [];
  window.benchFrames = frames;
  let last = performance.now();
  requestAnimationFrame(function next(now) {
    frames.push(now - last);
    last = now;
    if (window.benchFrames === frames) requestAnimationFrame(next);
  });
}

/** Runs in the page: a point from which a drag moves the view, as near to the middle as there is one. */
function emptyPlace(): { x: number; y: number } {
  const canvas = document.querySelector('.react-flow__pane')?.getBoundingClientRect();
  if (canvas === undefined) throw new Error('The canvas is not there.');
  for (let away = 0; away < canvas.height / 2; away += 7) {
    for (const [side, height] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
      [1, 1],
      [-1, -1],
    ] as const) {
      const x = canvas.x + canvas.width / 2 + side * away;
      const y = canvas.y + canvas.height / 2 + height * away;
      if (document.elementFromPoint(x, y)?.classList.contains('react-flow__pane') === true) return { x, y };
    }
  }
  throw new Error('The canvas has no empty place.');
}
