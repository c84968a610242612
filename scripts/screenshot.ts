/** Makes docs/screenshot.png from a server that is running: `npm start`, then `npx tsx scripts/screenshot.ts [address]`. */
import { chromium } from '@playwright/test';
import { at } from './lib/paths.ts';
import { browserPath } from './lib/setUpResult.ts';

const address = process.argv[2] ?? `http://127.0.0.1:${process.env['PORT'] ?? 3000}`;
const executablePath = browserPath();

const browser = await chromium.launch({
  args: ['--no-sandbox', '--disable-gpu'],
  ...(executablePath === undefined ? {} : { executablePath }),
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' });
  await page.goto(address);
  await page.locator('[data-testid="session-state"]', { hasText: /live/i }).waitFor();
  await page.getByRole('button', { name: /send/i }).first().click();
  await page.locator('[data-testid="timeline-row"]').first().waitFor();
  await page.screenshot({ path: at('docs/screenshot.png') });
  console.log('Made docs/screenshot.png');
} finally {
  await browser.close();
}
