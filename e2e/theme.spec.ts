import { expect, test, type Page } from '@playwright/test';
import { pingPong } from '#shared/examples/pingPong.ts';
import { Playground } from './Playground.ts';

const schemeOf = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.documentElement.getAttribute('data-mantine-color-scheme'));
const toDark = (page: Page) => page.getByRole('button', { name: 'Use the dark theme' });
const toLight = (page: Page) => page.getByRole('button', { name: 'Use the light theme' });

/** The theme that the page had when its body was first there, before any of its own scripts. */
async function rememberFirst(page: Page): Promise<() => Promise<string | null>> {
  await page.addInitScript(() => {
    const watcher = new MutationObserver(() => {
      const { body, documentElement } = document;
      if (body === null) return;
      watcher.disconnect();
      Object.assign(window, { firstScheme: documentElement.getAttribute('data-mantine-color-scheme') });
    });
    watcher.observe(document, { childList: true, subtree: true });
  });
  return () => page.evaluate(() => (window as unknown as { firstScheme: string | null }).firstScheme);
}

test('without a choice the page has the theme of the system, from the first moment, and follows it', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'light' });
  const first = await rememberFirst(page);
  await new Playground(page).openFlow(pingPong);
  expect(await first()).toBe('light');
  await expect(toDark(page)).toBeVisible();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(toLight(page)).toBeVisible();
  expect(await schemeOf(page)).toBe('dark');
});

test('a theme that was chosen is kept, whatever the system has', async ({ page }) => {
  const first = await rememberFirst(page);
  await new Playground(page).openFlow(pingPong);
  expect(await first()).toBe('dark');
  await toLight(page).click();
  await expect(toDark(page)).toBeVisible();
  await page.reload();
  await expect(toDark(page)).toBeVisible();
  expect(await first()).toBe('light');
  await page.emulateMedia({ colorScheme: 'light' });
  await toDark(page).click();
  await page.reload();
  await expect(toLight(page)).toBeVisible();
  expect(await first()).toBe('dark');
});

test('who goes back to the theme of the system follows it again', async ({ page }) => {
  await new Playground(page).openFlow(pingPong);
  await toLight(page).click();
  await toDark(page).click();
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(toDark(page)).toBeVisible();
});
