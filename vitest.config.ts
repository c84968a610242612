import { defineConfig } from 'vitest/config';

const folders = '{shared,server,web,scripts,bench}';

/** Timeouts are there to end a test that hangs, never to measure: wide enough for a slow and busy machine. */
const timeouts = { testTimeout: 60_000, hookTimeout: 60_000, teardownTimeout: 20_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [`${folders}/**/*.test.{ts,tsx}`],
          exclude: ['**/*.live.test.ts', '**/node_modules/**'],
          sequence: { groupOrder: 0 },
          ...timeouts,
        },
      },
      {
        test: {
          name: 'live',
          include: [`${folders}/**/*.live.test.ts`],
          globalSetup: 'scripts/globalSetup.ts',
          // A process of its own per file: what a test leaves open cannot reach another one.
          pool: 'forks',
          // Each file runs servers, runners and brokers besides itself.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          ...timeouts,
        },
      },
    ],
  },
});
