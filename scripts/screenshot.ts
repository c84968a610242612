/** Makes docs/screenshot.png from a server that is running: `npm start`, then `npx tsx scripts/screenshot.ts [address]`. */
import { chromium } from '@playwright/test';
import { at } from './lib/paths.ts';
import { browserPath } from './lib/setUpResult.ts';

const address = process.argv[2] ?? `http://127.0.0.1:${process.env['PORT'] ?? 3000}`;
const executablePath = browserPath();

const browser = await chromium.launch({
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  ...(executablePath === undefined ? {} : { executablePath }),
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' });
  // By a link to an example nobody is offered the tour.
  await page.goto(`${address}/?example=order-saga`);
  await page.getByTestId('session-state').getByText('LIVE').waitFor();
  const wire = page.getByRole('button', { name: /^Wire PAYMENTS/ });
  const send = async (driver: string): Promise<void> => {
    await page.getByRole('button', { name: `Send ${driver}`, exact: true }).click();
  };
  await send('big spender');
  await page.getByRole('button', { name: /^release_inventory/ }).waitFor();
  await wire.click();
  await page.getByRole('tab', { name: 'Faults' }).click();
  await page.getByRole('switch', { name: 'Latency' }).click();
  await send('buyer');
  await wire.click();
  await page.getByRole('tab', { name: 'Faults' }).click();
  // A click on a row of the waterfall chooses its trace and opens the message; the waterfall itself is what to show.
  await page
    .getByRole('button', { name: /POST \/orders.*402/ })
    .first()
    .click();
  await page.getByRole('tab', { name: 'Timeline' }).click();
  await page.screenshot({ path: at('docs/screenshot.png') });
  console.log('Made docs/screenshot.png');
} finally {
  await browser.close();
}
