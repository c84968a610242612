/** npm run bench: every figure; npm run bench -- name: one of them. Writes bench/results.json and docs/performance.md. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { measure, type Figure, type Result } from './figure.ts';
import { eventCost } from './eventCost.ts';
import { eventsIntoPage, eventToPixel } from './eventsIntoPage.ts';
import { expressions } from './expressions.ts';
import { frames, framesTask } from './frames.ts';
import { canvasGestures } from './gestures.ts';
import { httpHops } from './httpHops.ts';
import { idleProxy } from './idleProxy.ts';
import { firstDot, pageBytes, pageTime } from './page.ts';
import { editToLive, serviceMemory, sessionMemory, sessionOpen } from './sessionScale.ts';
import { start } from './start.ts';
import { policyCost, traffic } from './traffic.ts';
import { sharedMachine } from './sharedMachine.ts';
import { viewers } from './viewers.ts';

const figures: readonly Figure[] = [
  traffic('tcp', 'send', { concurrency: 1, target: 0.75 }),
  traffic('tcp', 'send', { concurrency: 64, target: 0.75 }),
  traffic('tcp', 'emit', { concurrency: 64, target: 0.75 }),
  traffic('redis', 'send', { concurrency: 1, target: 0.85 }),
  traffic('redis', 'send', { concurrency: 64, target: 0.85 }),
  traffic('redis', 'emit', { concurrency: 64, target: 0.85 }),
  policyCost({ timeout: { ms: 5000 } }),
  policyCost({ retry: { attempts: 3, initialMs: 100, maxMs: 1000 } }),
  policyCost({ breaker: { failures: 5, halfOpenAfterMs: 1000 } }),
  policyCost({ bulkhead: { limit: 100, queue: 100 } }),
  policyCost({ rate: { perSecond: 10_000, burst: 10_000 } }),
  policyCost({ hedge: { afterMs: 1000 } }),
  policyCost({ fallback: { value: '0' } }),
  policyCost({ deadLetter: {} }),
  policyCost({ idempotency: true }),
  idleProxy,
  eventCost,
  expressions,
  httpHops(64, 1.5),
  httpHops(1, 0.9),
  viewers(30, 4),
  viewers(100, 12),
  sessionOpen(10),
  sessionOpen(50),
  sessionOpen(200),
  sharedMachine(50),
  sessionMemory,
  serviceMemory,
  editToLive,
  canvasGestures,
  frames({ services: 200, wires: 400, perSecond: 1000 }, 1 / 1.1),
  frames({ services: 200, wires: 400, perSecond: 10_000 }, 1 / 1.3),
  frames({ services: 1000, wires: 2000, perSecond: 1000 }, 1 / 1.3),
  framesTask({ services: 200, wires: 400, perSecond: 10_000 }),
  framesTask({ services: 1000, wires: 2000, perSecond: 1000 }),
  eventToPixel(1000, 80),
  // About 20 times the events that Node-RED's editor takes: by now whole traces are left out.
  eventToPixel(4000, 150),
  eventsIntoPage,
  start,
  pageBytes,
  pageTime,
  firstDot,
];

const wanted = process.argv.slice(2);
const chosen = figures.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
if (chosen.length === 0) {
  console.error(
    `There is no figure "${wanted.join(', ')}". Choose from: ${figures.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(2);
}

const results: Result[] = [];
for (const figure of chosen) {
  // One that cannot be taken on this machine is no reason to lose the others.
  const result = await measure(figure).catch((error: unknown) => {
    console.error(`${figure.name} could not be measured:`, error);
    process.exitCode = 1;
  });
  if (result === undefined) continue;
  results.push(result);
  console.log(row(result));
}

const root = join(import.meta.dirname, '..');
await writeFile(join(root, 'bench/results.json'), `${JSON.stringify(results, null, 2)}\n`);
const document = join(root, 'docs/performance.md');
const mended = '\n## What was mended';
if (wanted.length === 0) {
  // What people wrote below the table stays.
  const [, below = ''] = (await readFile(document, 'utf8')).split(mended);
  await writeFile(document, page(results) + mended + below);
}
process.exit();

function row({ says, ours, reference, ratio, target }: Result): string {
  const [min, median, max] = [ratio.min, ratio.median, ratio.max].map((value) => value.toFixed(2));
  const [own, other] = [ours, reference].map((value) => (value < 100 ? value.toPrecision(3) : Math.round(value)));
  return `| ${says} | ${own} / ${other} | ${min} / **${median}** / ${max} | ${target.toFixed(2)} |`;
}

function page(all: readonly Result[]): string {
  return [
    '# Performance',
    '',
    'Written by `npm run bench`. Each figure is a ratio: ours and its reference are measured alternately in one run, seven rounds.',
    'Absolute figures depend on the machine; ratios much less.',
    '',
    '| figure | ours / reference | ratio: min / median / max | target |',
    '| --- | --- | --- | --- |',
    ...all.map(row),
    '',
  ].join('\n');
}
