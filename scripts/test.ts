/**
 * npm test: set-up → check → build → unit and live → journeys. It stops at the first stage that fails.
 * `npm test -- unit` (or live, journeys, check; several at once) runs only these. The last line counts the tests.
 */
import { rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { buildIfStale } from './lib/build.ts';
import { check } from './lib/checks.ts';
import { at } from './lib/paths.ts';
import { run } from './lib/run.ts';
import { setUp } from './lib/setUp.ts';
import type { SetUpResult } from './lib/setUpResult.ts';
import { add, nothing, oneFailure, playwrightTally, tallyLine, vitestTally, type Tally } from './lib/testTally.ts';

const parts = ['check', 'unit', 'live', 'journeys'] as const;
type Part = (typeof parts)[number];

interface Stage {
  name: string;
  wanted: boolean;
  run: () => Promise<Tally>;
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !parts.some((part) => part === name));
if (unknown.length > 0) {
  console.error(`There is no part "${unknown.join(', ')}". Choose from: ${parts.join(', ')}.`);
  process.exit(2);
}
const wants = (part: Part): boolean => asked.length === 0 || asked.includes(part);
const wantsJourneys = wants('journeys') && process.env['PATCHBAY_SKIP_JOURNEYS'] !== '1';
const vitestProjects = (['unit', 'live'] as const).filter(wants);

let found: SetUpResult = {};

const stages: Stage[] = [
  { name: 'set-up', wanted: wants('live') || wantsJourneys, run: runSetUp },
  { name: 'check', wanted: wants('check'), run: runCheck },
  { name: 'build', wanted: wantsJourneys, run: runBuild },
  { name: vitestProjects.join(' and '), wanted: vitestProjects.length > 0, run: runVitest },
  { name: 'journeys', wanted: wantsJourneys, run: runJourneys },
];

async function runSetUp(): Promise<Tally> {
  found = await setUp({ browser: wantsJourneys, brokers: wants('live') });
  return nothing;
}

async function runCheck(): Promise<Tally> {
  return (await check()) ? nothing : oneFailure;
}

async function runBuild(): Promise<Tally> {
  console.log((await buildIfStale()) ? '✓ built into dist/' : '✓ dist/ is fresh');
  return nothing;
}

async function runVitest(): Promise<Tally> {
  const report = await emptyReport('vitest.json');
  const projects = vitestProjects.map((name) => `--project=${name}`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await run('vitest', ['run', ...projects, ...reporters]);
  return vitestTally(report, code);
}

async function runJourneys(): Promise<Tally> {
  if (found.browser === undefined) {
    console.error(
      'The journeys need a browser and there is none (see set-up). PATCHBAY_SKIP_JOURNEYS=1 leaves them out.',
    );
    return oneFailure;
  }
  const report = await emptyReport('playwright.json');
  const { code } = await run('playwright', ['test', '--reporter=list,json'], {
    // A port of its own, so that two copies of the project can be tested at once.
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report, PATCHBAY_E2E_PORT: String(await freePort()) },
  });
  return playwrightTally(report, code);
}

/** Found here and not by the server, because Playwright must know it before the server runs. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function emptyReport(name: string): Promise<string> {
  const file = at('node_modules/.cache/patchbay', name);
  await rm(file, { force: true });
  return file;
}

async function runStages(): Promise<Tally> {
  let total = nothing;
  for (const { name, run: runStage } of stages.filter(({ wanted }) => wanted)) {
    console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 76 - name.length))}`);
    const result = await runStage().catch((error: unknown) => {
      console.error(error);
      return oneFailure;
    });
    total = add(total, result);
    if (result.failed > 0) {
      console.error(`\n✗ ${name} failed; what comes after it was not run.`);
      break;
    }
  }
  return total;
}

const total = await runStages();
process.exitCode = total.failed > 0 ? 1 : 0;
console.log(`\n${tallyLine(total)}`);
