import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { browserPath } from './scripts/lib/setUpResult.ts';

/** Unusual, so that it hits nobody's dev server. The journeys run against the built server: `npm run build` first. */
const port = Number(process.env['PATCHBAY_E2E_PORT'] ?? 47311);
/** Emptied by nobody: a journey only knows the flows that it opened. Playwright reads this file once per worker; the first one decides. */
const dataDir = (process.env['PATCHBAY_E2E_DATA'] ??= mkdtempSync(join(tmpdir(), 'patchbay-e2e-')));
const baseURL = `http://127.0.0.1:${port}`;
const onCi = Boolean(process.env['CI']);
const executablePath = browserPath();

/** No sandbox as root, and nothing that a browser does besides showing the page. */
const browserArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: onCi,
  retries: onCi ? 1 : 0,
  // Software drawing keeps a core busy per browser.
  workers: 2,
  // Wide, because they only end what hangs.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL,
    viewport: { width: 1440, height: 900 },
    colorScheme: 'dark',
    trace: 'on-first-retry',
    launchOptions: { args: browserArgs, ...(executablePath === undefined ? {} : { executablePath }) },
  },
  webServer: {
    command: 'node dist/server/main.js',
    url: `${baseURL}/health/ready`,
    env: { PORT: String(port), HOST: '127.0.0.1', DATA_DIR: dataDir },
    reuseExistingServer: false,
    timeout: 60_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
  },
});
