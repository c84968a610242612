import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addTime, addTimes, boundsMs, bucketOf, quantileMs, type Times } from './histogram.ts';

const timesOf = (list: readonly number[]): Times => {
  const times: Times = [];
  for (const ms of list) addTime(times, bucketOf(ms));
  return times;
};

test('a time falls into the first bucket that it does not exceed', () => {
  expect([0, 0.1, 0.11, 1, 1.01, 100_000, 1e9].map((ms) => boundsMs[bucketOf(ms)])).toEqual([
    0.1,
    0.1,
    0.12,
    1,
    1.2,
    100_000,
    undefined,
  ]);
  expect(boundsMs).toEqual(boundsMs.toSorted((a, b) => a - b));
});

test('a quantile lies in the bucket of the true one, whatever the times', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 99_000, noNaN: true }), { minLength: 1, maxLength: 300 }),
      fc.constantFrom(0.5, 0.95, 0.99),
      (list, share) => {
        const truth = list.toSorted((a, b) => a - b)[Math.ceil(share * list.length) - 1] ?? 0;
        const bucket = bucketOf(truth);
        const told = quantileMs(timesOf(list), share) ?? NaN;
        expect(told).toBeGreaterThanOrEqual(boundsMs[bucket - 1] ?? 0);
        expect(told).toBeLessThanOrEqual(boundsMs[bucket] ?? Infinity);
      },
    ),
  );
});

test('histograms of two seconds add up to that of both', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5000)), fc.array(fc.nat(5000)), (one, two) => {
      const sum = timesOf(one);
      addTimes(sum, timesOf(two));
      expect(quantileMs(sum, 0.95)).toBe(quantileMs(timesOf([...one, ...two]), 0.95));
    }),
  );
});

test('nothing timed has no quantile', () => {
  expect(quantileMs([], 0.5)).toBeUndefined();
});
