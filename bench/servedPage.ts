import { chromium, type Browser } from '@playwright/test';
import { browserPath } from '../scripts/lib/setUpResult.ts';
import { startLiveServer, type LiveServer } from './liveServer.ts';

export interface ServedPage extends LiveServer {
  browser: Browser;
}

/** The built server on a port of its own, and a browser beside it. */
export async function servedPage(): Promise<ServedPage> {
  const server = await startLiveServer();
  const executablePath = browserPath();
  const browser = await chromium.launch({
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  return {
    ...server,
    browser,
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      await server[Symbol.asyncDispose]();
    },
  };
}
