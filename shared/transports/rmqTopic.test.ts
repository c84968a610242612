import { expect, test } from 'vitest';
import { matchesTopic } from './rmqTopic.ts';

test.each([
  ['orders.paid', 'orders.paid'],
  ['orders.*', 'orders.paid'],
  ['orders.#', 'orders'],
  ['orders.#', 'orders.7.paid'],
  ['#', ''],
  ['#.paid', 'orders.7.paid'],
  ['*.#.paid', 'orders.paid'],
  ['#.#.#', 'a.b'],
])('%s is a binding for %s', (pattern, key) => {
  expect(matchesTopic(pattern, key)).toBe(true);
});

test.each([
  ['orders.*', 'orders'],
  ['orders.*', 'orders.7.paid'],
  ['orders', 'orders.paid'],
  ['*', 'a.b'],
  ['*.#.paid', 'paid'],
])('%s is none for %s', (pattern, key) => {
  expect(matchesTopic(pattern, key)).toBe(false);
});

test('many # cost no more than they must', () => {
  expect(matchesTopic(`${'#.'.repeat(60)}x`, `${'a.'.repeat(60)}y`)).toBe(false);
});
