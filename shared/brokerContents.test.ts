import { expect, test } from 'vitest';
import { contentsOfSession } from './brokerContents.ts';
import { brokerTable } from './brokerTable.ts';

test('of a broker that others use too a session sees its own, under its own names', () => {
  const all = brokerTable(
    'Channels',
    ['channel', 'subscribers'],
    [
      ['patchbay.b.cats', 4],
      ['somebody.else', 2],
      ['patchbay.a.cats', 3],
    ],
  );
  expect(contentsOfSession({ tables: [all] }, 'patchbay.a.')).toEqual({
    tables: [{ title: 'Channels', columns: ['channel', 'subscribers'], rows: [['cats', 3]] }],
  });
});

test('of very many rows the first are shown, and how many more there are', () => {
  const { rows, more } = brokerTable(
    'Subjects',
    ['subject'],
    Array.from({ length: 205 }, (_, index) => [`s${index}`]),
  );
  expect({ shown: rows.length, more }).toEqual({ shown: 200, more: 5 });
});
