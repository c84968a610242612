import { expect, test } from 'vitest';
import { patternText } from '#shared/flow/pattern.ts';
import { bookOf, recorded } from '../trace/testing/recordings.ts';
import { causeTree } from './causeTree.ts';

const book = bookOf(recorded('retried-well'));
const hops = [...book.hops.values()];
const told = (at: number): string[] => {
  const self = hops[at];
  if (self === undefined) throw new Error('Too few messages were recorded');
  return causeTree(book.hops, [...book.hops.keys()], self).map(
    ({ hop, depth, isSelf }) => `${'  '.repeat(depth)}${patternText(hop.pattern)}${isSelf ? ' ←' : ''}`,
  );
};

test('a message stands below what caused it, and above what it caused', () => {
  expect(told(1)).toEqual([
    'POST /orders',
    "  { cmd: 'create_order' } ←",
    "    { cmd: 'charge' }",
    "      { cmd: 'charge' }",
    "      { cmd: 'charge' }",
  ]);
  expect(told(4)).toEqual([
    'POST /orders',
    "  { cmd: 'create_order' }",
    "    { cmd: 'charge' }",
    "      { cmd: 'charge' } ←",
  ]);
});
