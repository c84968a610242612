import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderSaga } from '../examples/orderSaga.ts';
import { anyFlow } from '../testing/arbitraries.ts';
import { diffFlows } from './diffFlows.ts';
import { applyEdits } from './edits.ts';

test('any flow becomes any other, in the same order', () => {
  fc.assert(
    fc.property(anyFlow, anyFlow, (from, to) => {
      const applied = applyEdits(from, diffFlows(from, to));
      expect(applied).toEqual({ ok: true, value: to });
      // toEqual does not look at the order of keys.
      expect(JSON.stringify(applied.ok && Object.keys(applied.value.services))).toBe(
        JSON.stringify(Object.keys(to.services)),
      );
    }),
  );
});

test('nothing is touched that is the same', () => {
  expect(diffFlows(orderSaga, orderSaga)).toEqual([]);
  const renamed = { ...orderSaga, name: 'Other', notes: { n: { text: 'new', position: { x: 0, y: 0 } } } };
  expect(diffFlows(orderSaga, renamed)).toEqual([
    { edit: 'renameFlow', name: 'Other' },
    { edit: 'put', part: 'notes', id: 'n', value: renamed.notes.n, index: 0 },
  ]);
});
