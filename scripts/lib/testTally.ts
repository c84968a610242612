/** How many tests passed, failed and were skipped, read from the JSON reports of Vitest and Playwright. */
import { readFileSync } from 'node:fs';

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

export const nothing: Tally = { passed: 0, failed: 0, skipped: 0 };
export const oneFailure: Tally = { ...nothing, failed: 1 };

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

export const vitestTally = (file: string, exitCode: number): Tally =>
  tally(file, exitCode, (json) => {
    const report = json as VitestReport;
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  });

export const playwrightTally = (file: string, exitCode: number): Tally =>
  tally(file, exitCode, (json) => {
    const { stats } = json as PlaywrightReport;
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
  });

export const add = (a: Tally, b: Tally): Tally => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

/** The last line of `npm test`. */
export const tallyLine = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

function tally(file: string, exitCode: number, count: (report: unknown) => Tally): Tally {
  try {
    const counted = count(JSON.parse(readFileSync(file, 'utf8')));
    // A file that cannot be loaded or an error outside of any test fails the run without a failed test.
    return exitCode !== 0 && counted.failed === 0 ? add(counted, oneFailure) : counted;
  } catch {
    // The runner ended before it could report.
    return oneFailure;
  }
}
