import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { add, nothing, playwrightTally, tallyLine, vitestTally } from './testTally.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-tally-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function report(content: object): Promise<string> {
  const file = join(folder, 'report.json');
  await writeFile(file, JSON.stringify(content));
  return file;
}

const vitestReport = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1 };

test('a Vitest report is counted', async () => {
  expect(vitestTally(await report(vitestReport), 0)).toEqual({ passed: 7, failed: 0, skipped: 2 });
});

test('a Playwright report counts a flaky journey as passed', async () => {
  const file = await report({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 0 } });
  expect(playwrightTally(file, 1)).toEqual({ passed: 4, failed: 1, skipped: 0 });
});

test('a run that failed without a failed test still counts as one failure', async () => {
  expect(vitestTally(await report(vitestReport), 1)).toEqual({ passed: 7, failed: 1, skipped: 2 });
});

test('a run that left no report counts as one failure', () => {
  expect(playwrightTally(join(folder, 'none.json'), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('the last line sums the stages and names skipped tests only when there are some', () => {
  const unit = { passed: 7, failed: 0, skipped: 0 };
  expect(tallyLine(add(unit, { ...nothing, passed: 2 }))).toBe('9 passed, 0 failed');
  expect(tallyLine(add(unit, { ...nothing, failed: 1, skipped: 2 }))).toBe('7 passed, 1 failed, 2 skipped');
});
