import { expect, test } from 'vitest';
import { deathReason } from './deathReason.ts';

test('says in a few words why a runner ended', () => {
  const trace = "file:///x/main.js:1\n\nError: Cannot find module 'y'\n    at load (x:1:1)\n\nNode.js v20.20.2\n";
  expect([
    deathReason({ code: null, signal: 'SIGKILL', stderr: '' }),
    deathReason({ code: null, signal: 'SIGABRT', stderr: 'FATAL ERROR: Reached heap limit Allocation failed' }),
    deathReason({ code: 0, signal: null, stderr: '' }),
    deathReason({ code: 1, signal: null, stderr: trace }),
  ]).toEqual([
    'was killed (SIGKILL)',
    'ran out of memory',
    'ended with exit code 0',
    "ended with exit code 1 (Error: Cannot find module 'y')",
  ]);
});
