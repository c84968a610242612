import { expect, test, type Locator, type Page } from '@playwright/test';
import { seriousFindings } from './axe.ts';
import { overlayColors, Playground } from './Playground.ts';

const moment = (page: Page): Locator => page.getByRole('slider', { name: 'Moment' });
const dots = (page: Page): Locator => page.getByTestId('overlay-dots').getByRole('listitem');
const traces = (page: Page): Locator => page.getByRole('navigation', { name: 'Traces' }).getByRole('listitem');

async function openBar(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Look back' }).click();
  await expect(moment(page)).toBeVisible();
}

/** How many requests of the driver are answered, as the server has it. */
async function answers(page: Page, session: string): Promise<number> {
  const response = await page.request.get(`/api/sessions/${session}/events?limit=10000`);
  const { events } = (await response.json()) as { events: { type: string; driver?: string }[] };
  return events.filter(({ type, driver }) => type === 'completed' && driver === 'you').length;
}

/** Goes on by arrow key until the canvas shows such a message. */
async function stepUntil(page: Page, dot: RegExp): Promise<void> {
  await expect(async () => {
    await moment(page).press('ArrowRight');
    await expect(dots(page).filter({ hasText: dot })).not.toHaveCount(0, { timeout: 300 });
  }).toPass();
}

test('one drags back in time: the messages stand where they were, and all lists know what was known then', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.send('you');
  await expect(page.getByText(/GET \/ping · 2 hops · 200/)).toBeVisible();
  await openBar(page);
  await expect(page.getByTestId('time-clock')).toHaveText('now');
  await moment(page).press('Home');
  await expect(page.getByTestId('time-clock')).toHaveText(/^\d\d:\d\d:\d\d\.\d{3}$/);
  await expect(page.getByText('The past; the drawing is today’s')).toBeVisible();
  await stepUntil(page, /^1 request on PONG$/);
  // Nobody had answered yet.
  await expect(page.getByText(/GET \/ping · 2 hops · under way/)).toBeVisible();
  await page.waitForFunction(paints, overlayColors.request);
  expect(await seriousFindings(page)).toEqual([]);
  await page.screenshot({ path: 'test-results/time-dark.png' });

  // What happens meanwhile is collected, and does not move the picture.
  await playground.send('you');
  await expect.poll(() => answers(page, playground.session)).toBe(2);
  await expect(traces(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Live', exact: true }).click();
  await expect(traces(page)).toHaveCount(2);
  await expect(page.getByTestId('time-clock')).toHaveText('now');

  // By pointer, to the middle of the bar.
  const track = await moment(page).boundingBox();
  if (track === null) throw new Error('The bar is not there');
  await page.mouse.move(track.x + track.width - 4, track.y + 10);
  await page.mouse.down();
  await page.mouse.move(track.x + track.width / 2, track.y + 10, { steps: 12 });
  await page.mouse.up();
  await expect(traces(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Use the light theme' }).click();
  expect(await seriousFindings(page)).toEqual([]);
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.screenshot({ path: 'test-results/time-light-1024.png' });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1024);
  await moment(page).press('Escape');
  await expect(page.getByTestId('time-clock')).toHaveText('now');
  await page.getByRole('button', { name: 'Close the time bar' }).click();
  await expect(moment(page)).toHaveCount(0);
});

test('whoever looks back can go on drawing', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.send('you');
  await expect(page.getByText(/GET \/ping · 2 hops · 200/)).toBeVisible();
  await page.locator('body').press('l');
  await expect(moment(page)).toBeFocused();
  await page.keyboard.press('Home');
  await playground.insert('Redis broker');
  await expect.poll(async () => Object.keys((await playground.drawn()).brokers).length).toBe(1);
  await expect(page.getByTestId('time-clock')).not.toHaveText('now');
});

test('a moment is linked: the link looks back to it, also on a page that came later, and says so when it is gone', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.send('you');
  await expect(page.getByText(/GET \/ping · 2 hops · 200/)).toBeVisible();
  await openBar(page);
  await moment(page).press('Home');
  await stepUntil(page, /^1 request on PONG$/);
  const shown = await page.getByTestId('time-clock').textContent();
  await page.getByRole('button', { name: 'Copy a link to this moment' }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/\/s\/[\w-]+#at=\d{16}$/);

  const second = new Playground(await context.newPage());
  await second.page.goto(link);
  await second.isLive();
  await expect(second.page.getByTestId('time-clock')).toHaveText(shown ?? '');
  await expect(dots(second.page)).toContainText(['1 request on PONG']);

  await second.page.goto(link.replace(/at=\d+/, 'at=1000000000000000'));
  await expect(second.page.getByText(/The moment that this link shows is not kept any more/)).toBeVisible();
});

/** Runs in the page: whether the overlay shows this colour right now. */
function paints(wanted: readonly [number, number, number]): boolean {
  const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="message-overlay"]');
  const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
  for (let at = 0; at < pixels.length; at += 4) {
    if (pixels[at] === wanted[0] && pixels[at + 1] === wanted[1] && pixels[at + 2] === wanted[2]) return true;
  }
  return false;
}
