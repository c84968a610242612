/**
 * Gets what `npm test` wants besides Node: a browser for the journeys and real brokers to compare our built-in ones with.
 *
 *   browser   PLAYWRIGHT_CHROMIUM → Playwright's own → the system's → `playwright install` → apt
 *   redis     the system's redis-server or valkey-server → apt
 *   nats      the system's nats-server → apt
 *   mqtt      the system's mosquitto → apt
 *   rmq       the system's rabbitmq-server → apt
 *   kafka     Java and Maven of the system → Maven Central
 *   clients   independent ones of each protocol: the system's → apt
 *
 * What cannot be had is said in one line. Nothing here fails: the tests that need it do, or say that they are skipped.
 */
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { aptInstall, mayUseApt } from './apt.ts';
import { findClients } from './clients.ts';
import { getKafka } from './kafka.ts';
import { findProgram, starts } from './programs.ts';
import { run } from './run.ts';
import { readSetUpResult, writeSetUpResult, type SetUpResult } from './setUpResult.ts';

const systemBrowsers = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const brokers = {
  redis: { label: 'Redis', programs: ['redis-server', 'valkey-server'], debian: 'redis-server' },
  nats: { label: 'NATS', programs: ['nats-server'], debian: 'nats-server' },
  // Asked for its version the server itself would start; its tool says it and ends.
  rmq: { label: 'RabbitMQ', programs: ['rabbitmqctl'], debian: 'rabbitmq-server' },
  mqtt: { label: 'MQTT broker', programs: ['mosquitto'], debian: 'mosquitto' },
};
type BrokerName = keyof typeof brokers;

export interface Wanted {
  browser: boolean;
  brokers: boolean;
}

/** Returns what there is now of what was wanted. */
export async function setUp(wanted: Wanted): Promise<SetUpResult> {
  const gettingKafka = wanted.brokers ? getKafka() : undefined;
  // One after the other: apt-get works for one at a time.
  const browser = wanted.browser ? (chosenBrowser() ?? (await findBrowser()) ?? (await installBrowser())) : undefined;
  const redis = wanted.brokers ? await findBroker('redis') : undefined;
  const nats = wanted.brokers ? await findBroker('nats') : undefined;
  const mqtt = wanted.brokers ? await findBroker('mqtt') : undefined;
  const rmq = wanted.brokers ? await findBroker('rmq') : undefined;
  const clients = wanted.brokers ? await findClients() : [];
  const kafka = await gettingKafka;
  if (browser) console.log(`✓ browser: ${browser}`);
  if (redis) console.log(`✓ redis: ${redis}`);
  if (nats) console.log(`✓ nats: ${nats}`);
  if (mqtt) console.log(`✓ mqtt: ${mqtt}`);
  if (rmq) console.log(`✓ rmq: ${rmq}`);
  if (kafka) console.log(`✓ kafka: ${kafka}`);
  if (clients.length > 0) console.log(`✓ clients: ${clients.join(', ')}`);
  const result = { browser, redis, nats, mqtt, rmq, kafka };
  writeSetUpResult(wanted.browser ? result : { ...result, browser: readSetUpResult().browser });
  return result;
}

/** A browser that somebody named is used as it is: if it does not start, Playwright says so better than we could. */
const chosenBrowser = (): string | undefined => process.env['PLAYWRIGHT_CHROMIUM'] || undefined;

async function findBrowser(): Promise<string | undefined> {
  if (await hasPlaywrightsOwn()) return 'playwright';
  return findProgram(systemBrowsers);
}

async function hasPlaywrightsOwn(): Promise<boolean> {
  const path = chromium.executablePath();
  return existsSync(path) && starts(path);
}

async function installBrowser(): Promise<string | undefined> {
  console.log('No browser for the journeys found. Getting Playwright’s …');
  await run('playwright', ['install', 'chromium'], { quiet: true, timeoutMs: 240_000 });
  if (await hasPlaywrightsOwn()) return 'playwright';
  if (mayUseApt()) {
    console.log('It could not be had or does not start here. Getting Debian’s Chromium …');
    await aptInstall(['chromium', 'fonts-inter']);
    const found = await findProgram(systemBrowsers);
    if (found) return found;
  }
  console.log('✗ browser: none. Type `npx playwright install --with-deps chromium`, or set PLAYWRIGHT_CHROMIUM.');
  return undefined;
}

async function findBroker(name: BrokerName): Promise<string | undefined> {
  const { label, programs, debian } = brokers[name];
  const found = await findProgram(programs);
  if (found) return found;
  if (mayUseApt()) {
    console.log(`No ${debian} found. Getting Debian’s …`);
    await aptInstall(debian.split(' '));
    const installed = await findProgram(programs);
    if (installed) return installed;
  }
  console.log(
    `✗ ${name}: none, so the tests that compare the built-in ${label} with a real one are skipped. ` +
      `Type \`sudo apt-get install ${debian}\` to run them.`,
  );
  return undefined;
}
