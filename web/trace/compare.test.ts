import { expect, test } from 'vitest';
import { compareTraces } from './compare.ts';
import { hopsOf, recorded, recordedNames } from './testing/recordings.ts';

function compared(before: string, after: string) {
  const one = recorded(before);
  const { rows, summary } = compareTraces(one.flow, hopsOf(one), hopsOf(recorded(after)));
  return {
    summary,
    rows: rows.map(({ depth, label, words }) => `${'  '.repeat(depth)}${label}${words === '' ? '' : `: ${words}`}`),
  };
}

test('two traces are aligned by the ways of their messages, and what differs is named', () => {
  expect(compared('error-through-orders', 'fell-back')).toEqual({
    summary: 'This one took 111 ms longer; charge: 402 Card declined there, ok here.',
    rows: [
      'POST /orders: 111 ms longer, 502 Internal server error → ok',
      '  create_order: 137 ms longer, Internal server error → ok',
      '    charge: 143 ms longer, 402 Card declined → ok',
    ],
  });
  expect(compared('fine', 'retried-well')).toEqual({
    summary: 'This one took 125 ms shorter; 2 messages only here.',
    rows: [
      'POST /orders: 125 ms shorter',
      '  create_order: 56 ms shorter',
      '    charge: 41 ms shorter',
      '      charge: only here',
      '      charge · try 2: only here',
    ],
  });
});

test.each(recordedNames)('%s does not differ from itself, and has each message once', (name) => {
  const one = recorded(name);
  const hops = hopsOf(one);
  const { rows, summary } = compareTraces(one.flow, hops, hops);
  expect(rows.map(({ words }) => words).filter((words) => words !== '')).toEqual([]);
  expect(rows.map(({ before }) => before?.hopId).sort()).toEqual(hops.map(({ hopId }) => hopId).sort());
  expect(summary).toBe('This one took about as long.');
});

test.each(recordedNames)('beside a trace that went well, every message of %s and of that one is in one row', (name) => {
  const [fine, other] = [hopsOf(recorded('fine')), hopsOf(recorded(name))];
  const { rows } = compareTraces(recorded(name).flow, fine, other);
  const ids = (side: 'before' | 'after') => rows.flatMap((row) => row[side]?.hopId ?? []).sort();
  expect(ids('before')).toEqual(fine.map(({ hopId }) => hopId).sort());
  expect(ids('after')).toEqual(other.map(({ hopId }) => hopId).sort());
});
