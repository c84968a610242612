/** What set-up found, for those that run later in processes of their own (Playwright's config, the test stages). */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { at } from './paths.ts';

export interface SetUpResult {
  /** `undefined`: none. `'playwright'`: the one Playwright brings and finds by itself. Else the path of its program. */
  browser?: string | undefined;
  /** Path of a real redis-server or valkey-server. */
  redis?: string | undefined;
  /** Path of a real nats-server. */
  nats?: string | undefined;
  /** Path of rabbitmqctl, which stands beside a real rabbitmq-server. */
  rmq?: string | undefined;
  /** Path of a real mosquitto. */
  mqtt?: string | undefined;
  /** Folder of the jars of a real Kafka. */
  kafka?: string | undefined;
}

const file = at('node_modules/.cache/patchbay/setUp.json');

export function writeSetUpResult(result: SetUpResult): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(result));
}

/** The path to start the browser from, or `undefined` to let Playwright choose. */
export function browserPath(): string | undefined {
  const path = process.env['PLAYWRIGHT_CHROMIUM'] || readSetUpResult().browser;
  return path === 'playwright' ? undefined : path;
}

export function readSetUpResult(): SetUpResult {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as SetUpResult;
  } catch {
    // Set-up has not run: whoever started this relies on Playwright's own browser.
    return {};
  }
}
