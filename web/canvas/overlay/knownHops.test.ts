import { expect, test } from 'vitest';
import { KnownHops } from './knownHops.ts';

test('the newest messages are remembered, and older ones make room', () => {
  const known = new KnownHops(10);
  for (let index = 0; index < 100; index += 1) {
    known.add(`h${index}`);
    // As a call and what it sends do.
    known.add(`h${index}`);
  }
  known.add('h100');
  const remembered = Array.from({ length: 101 }, (_, index) => index).filter((index) => known.has(`h${index}`));
  expect(remembered).toEqual([90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100]);
});
