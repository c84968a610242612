import { expect, test } from 'vitest';
import { fanOut } from '#shared/examples/fanOut.ts';
import { outcomeOf, type Run } from './outcome.ts';

const both = [
  { service: 'notifications', replica: 0 },
  { service: 'notifications', replica: 1 },
];
const run = (parts: Partial<Run>): Run => ({ durationMs: 1, received: [], ...parts });

test('who received what is counted per replica, those who got nothing too', () => {
  const runs = [run({ received: both }), run({ received: [{ service: 'notifications', replica: 1 }] })];
  expect(outcomeOf(fanOut, runs).received).toEqual([{ service: 'notifications', byReplica: [1, 2] }]);
});

test('answers that differ in their ids only are the same; what most runs gave is shown, the others are counted', () => {
  const runs = [
    run({ status: 201, answer: { id: 'a' }, durationMs: 3 }),
    run({ status: 502, error: { message: 'Connection closed' }, durationMs: 9 }),
    run({ status: 201, answer: { id: 'b' }, durationMs: 2 }),
  ];
  expect(outcomeOf(fanOut, runs)).toEqual({
    runs: 3,
    failed: 1,
    medianMs: 3,
    longestMs: 9,
    status: 201,
    answer: { id: 'a' },
    error: undefined,
    others: 1,
    received: [],
  });
});
