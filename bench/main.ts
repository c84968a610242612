/** npm run bench: every figure; npm run bench -- name: one of them. Writes bench/results.json and docs/performance.md. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { measure, type Figure, type Result } from './figure.ts';
import { canvasGestures } from './gestures.ts';
import { idleProxy } from './idleProxy.ts';
import { tcpSend } from './tcpSend.ts';

const figures: readonly Figure[] = [tcpSend(1, 0.75), tcpSend(64, 0.75), idleProxy, canvasGestures];

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
  const result = await measure(figure);
  results.push(result);
  console.log(row(result));
}

const root = join(import.meta.dirname, '..');
await writeFile(join(root, 'bench/results.json'), `${JSON.stringify(results, null, 2)}\n`);
if (wanted.length === 0) await writeFile(join(root, 'docs/performance.md'), page(results));
process.exit(0);

function row({ says, ours, reference, ratio, target }: Result): string {
  const [min, median, max] = [ratio.min, ratio.median, ratio.max].map((value) => value.toFixed(2));
  return `| ${says} | ${Math.round(ours)} / ${Math.round(reference)} | ${min} / **${median}** / ${max} | ${target.toFixed(2)} |`;
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
