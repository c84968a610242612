import { expect, test, type Locator, type Page } from '@playwright/test';
import { seriousFindings } from './axe.ts';
import { overlayColors, Playground } from './Playground.ts';

interface Place {
  x: number;
  y: number;
}

const named = (page: Page): Locator => page.getByTestId('dot-name');
const message = (page: Page): Locator => page.getByRole('complementary', { name: 'Message', exact: true });
const following = (page: Page): Locator => page.getByTestId('following');
const dimmedBoxes = (page: Page): Locator => page.locator('.react-flow__node [data-dimmed]');

const dimmed = (playground: Playground, name: string): Locator => playground.box(name).locator('[data-dimmed]');

/** Sends, waits for the message to be on its way between two boxes, stops the picture and points at it. */
async function pointAtDot(playground: Playground, driver: string): Promise<Place> {
  const { page } = playground;
  let place: Place | undefined;
  await expect(async () => {
    const toNow = page.getByRole('button', { name: 'Jump to now' });
    if (await toNow.isVisible()) await toNow.click();
    await page.getByText('⅒×', { exact: true }).click();
    await playground.send(driver);
    const first = await dotPlace(page);
    await expect.poll(async () => distance(await dotPlace(page), first), { intervals: [60] }).toBeGreaterThan(12);
    await page.getByRole('button', { name: 'Pause the picture' }).click();
    place = await dotPlace(page);
    await page.mouse.move(place.x, place.y);
    await expect(named(page)).toBeVisible({ timeout: 1000 });
  }).toPass();
  if (place === undefined) throw new Error('No message was pointed at');
  return place;
}

const distance = (a: Place, b: Place): number => Math.hypot(a.x - b.x, a.y - b.y);

/** Where the overlay paints a request, in pixels of the page. */
async function dotPlace(page: Page): Promise<Place> {
  const found = await page.waitForFunction(middleOf, overlayColors.request, { polling: 'raf' });
  return (await found.jsonValue()) as Place;
}

/** Runs in the page: the middle of all that the overlay paints in this colour. */
function middleOf(wanted: readonly [number, number, number]): { x: number; y: number } | undefined {
  const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="message-overlay"]');
  if (canvas === null) return undefined;
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
  let count = 0;
  let x = 0;
  let y = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    if (pixels[at] !== wanted[0] || pixels[at + 1] !== wanted[1] || pixels[at + 2] !== wanted[2]) continue;
    count += 1;
    x += (at / 4) % canvas.width;
    y += Math.floor(at / 4 / canvas.width);
  }
  if (count === 0) return undefined;
  const { left, top } = canvas.getBoundingClientRect();
  return { x: left + x / count / devicePixelRatio, y: top + y / count / devicePixelRatio };
}

test('a message stops below the pointer and is named, opens on a click, and F follows it until Escape', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openExample('order-saga');
  const at = await pointAtDot(playground, 'big spender');
  await expect(named(page)).toContainText('F follows its trace');
  // The picture goes on, but not while somebody looks at one of its messages.
  await page.getByRole('button', { name: 'Resume the picture' }).dispatchEvent('click');
  await frames(page, 60);
  expect(distance(await dotPlace(page), at)).toBeLessThan(1);

  const pattern = (await named(page).locator('span').first().textContent()) ?? '';
  await page.mouse.click(at.x, at.y);
  await expect(message(page).getByRole('heading', { name: pattern })).toBeVisible();

  await page.keyboard.press('f');
  await expect(following(page)).toContainText(/Following trace [0-9a-f]{8}/);
  await expect(dimmed(playground, 'buyer')).toHaveCount(1);
  await expect(dimmed(playground, 'api-gateway')).toHaveCount(0);
  await expect(dimmed(playground, 'big spender')).toHaveCount(0);
  await expect(page.locator('button[data-wire][data-dimmed]', { hasText: 'USERS' })).toBeVisible();
  await expect(message(page).getByRole('button', { name: 'Follow this trace' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  expect(await seriousFindings(page)).toEqual([]);
  await page.screenshot({ path: 'test-results/follow-dark.png' });

  // What somebody else's trace does is drawn, but faint: it is not told of, and lights no box.
  await playground.send('buyer');
  await expect(dimmed(playground, 'buyer')).toHaveCount(1);
  await page.getByRole('button', { name: 'Use the light theme' }).click();
  expect(await seriousFindings(page)).toEqual([]);
  await page.screenshot({ path: 'test-results/follow-light.png' });
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.screenshot({ path: 'test-results/follow-light-1024.png' });

  await page.keyboard.press('Escape');
  await expect(following(page)).toHaveText('');
  await expect(dimmedBoxes(page)).toHaveCount(0);
});

test('the trace of the timeline is followed by its button, by Ctrl K, and while one looks back', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('order-saga');
  await playground.sendOver('users', { cmd: 'get_user' }, { id: 'u1' });
  await expect(page.getByText(/^trace \w+ · \{ cmd: 'get_user' \} · 1 hop/)).toBeVisible();
  const follow = page.getByRole('region', { name: 'Waterfall' }).getByRole('button', { name: 'Follow this trace' });
  await follow.click();
  for (const name of ['payments', 'redis', 'buyer']) await expect(dimmed(playground, name)).toHaveCount(1);
  for (const name of ['api-gateway', 'users']) await expect(dimmed(playground, name)).toHaveCount(0);
  await page.screenshot({ path: 'test-results/follow-users-dark.png' });
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Use the light theme' }).click();
  expect(await seriousFindings(page)).toEqual([]);
  await page.screenshot({ path: 'test-results/follow-users-light.png' });
  await page.getByRole('button', { name: 'Stop following (Esc)' }).click();
  await expect(dimmedBoxes(page)).toHaveCount(0);

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find or do anything' }).fill('follow a trace');
  await page.keyboard.press('Enter');
  await expect(follow).toHaveAttribute('aria-pressed', 'true');

  await page.getByRole('button', { name: 'Look back' }).click();
  await page.getByRole('slider', { name: 'Moment' }).press('Home');
  await expect(dimmed(playground, 'payments')).toHaveCount(1);
  await expect(dimmed(playground, 'users')).toHaveCount(0);
});

/** So many pictures are drawn meanwhile. */
const frames = (page: Page, count: number): Promise<void> =>
  page.evaluate(
    (wanted) =>
      new Promise<void>((resolve) => {
        let left = wanted;
        const next = (): void => {
          left -= 1;
          if (left > 0) requestAnimationFrame(next);
          else resolve();
        };
        requestAnimationFrame(next);
      }),
    count,
  );
