import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from '@playwright/test';
import { browserPath } from '../scripts/lib/setUpResult.ts';
import { freePort } from '../server/brokers/freePort.ts';

export interface ServedPage extends AsyncDisposable {
  browser: Browser;
  /** `http://127.0.0.1:12345` */
  address: string;
}

/** The built server on a port of its own, and a browser beside it. */
export async function servedPage(): Promise<ServedPage> {
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  const port = await freePort();
  const server = spawn(process.execPath, ['dist/server/main.js'], {
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const chunk of server.stdout) if (String(chunk).includes('ready')) break;
  const executablePath = browserPath();
  const browser = await chromium.launch({
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  return {
    browser,
    address: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      server.kill('SIGTERM');
      await once(server, 'exit');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
