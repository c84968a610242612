import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkFlow } from '#shared/flow/checkFlow.ts';
import { applyEdits } from '#shared/flow/edits.ts';
import { emptyFlow, placedParts, type Flow } from '#shared/flow/flow.ts';
import { itemsOf } from '#shared/flow/lookup.ts';
import { parseFlow } from '#shared/flow/parseFlow.ts';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import { anyFlow } from '#shared/testing/arbitraries.ts';
import { selectableOf } from '../boxIds.ts';
import { clipOf } from './clip.ts';
import { cornerOf, pasteOf } from './paste.ts';

const by = { x: 100, y: 50 };

function pasted(flow: Flow, clip: Flow): Flow {
  const applied = applyEdits(flow, pasteOf(flow, clip, by).edits);
  if (!applied.ok) throw new Error(applied.problem.message);
  return applied.value;
}

function everything(flow: Flow): Flow {
  const all = placedParts.flatMap((part) => Object.keys(itemsOf(flow, part)).map((id) => selectableOf({ part, id })));
  return clipOf(flow, all) ?? emptyFlow(flow.name);
}

test('a whole flow pasted into an empty one is the same flow, a little further', () => {
  const copy = pasted(emptyFlow(orderSaga.name), orderSaga);
  const back = applyEdits(
    copy,
    placedParts.flatMap((part) =>
      Object.entries<{ position: { x: number; y: number } }>(itemsOf(copy, part)).map(([id, { position }]) => ({
        edit: 'move' as const,
        part,
        id,
        position: { x: position.x - by.x, y: position.y - by.y },
      })),
    ),
  );
  expect(back).toEqual({ ok: true, value: orderSaga });
});

test('what the clipboard holds is a flow that any door takes', () => {
  const clip = everything(orderSaga);
  expect(parseFlow(JSON.parse(JSON.stringify(clip)))).toEqual({ ok: true, value: clip });
});

test('pasted beside its original, the copy is whole: nothing new is wrong, and nothing of the original changed', () => {
  const twice = pasted(orderSaga, everything(orderSaga));
  expect(checkFlow(twice).filter(({ severity }) => severity !== 'warning')).toEqual([]);
  for (const part of placedParts) {
    expect(Object.keys(itemsOf(twice, part)).length).toBe(2 * Object.keys(itemsOf(orderSaga, part)).length);
    expect(itemsOf(twice, part)).toMatchObject(itemsOf(orderSaga, part));
  }
  const wires = Object.values(twice.wires).filter(({ from }) => !Object.hasOwn(orderSaga.services, from));
  expect(wires.length).toBe(Object.keys(orderSaga.wires).length);
  expect(wires.every(({ to }) => !Object.hasOwn(orderSaga.services, to))).toBe(true);
});

test('a service pasted alone elsewhere leaves its wires behind and says which', () => {
  const clip = clipOf(orderSaga, [{ kind: 'service', id: 'gateway' }]) ?? emptyFlow();
  const { edits, leftOut } = pasteOf(emptyFlow(), clip, by);
  expect([edits.map(({ edit }) => edit), leftOut.toSorted()]).toEqual([
    ['put'],
    Object.values(orderSaga.wires)
      .flatMap(({ from, name }) => (from === 'gateway' ? [name] : []))
      .toSorted(),
  ]);
});

test('a subscriber pasted where no broker is brings one along', () => {
  const clip = clipOf(orderSaga, [{ kind: 'service', id: 'notifications' }]) ?? emptyFlow();
  const flow = pasted(emptyFlow(), clip);
  expect(Object.values(flow.brokers).map(({ transport }) => transport)).toEqual(['redis']);
  expect(checkFlow(flow)).toEqual([]);
});

test('any part of any flow can be pasted into any other, and keeps its distance', () => {
  fc.assert(
    fc.property(anyFlow, anyFlow, (flow, other) => {
      const clip = everything(other);
      const { edits, boxes } = pasteOf(flow, clip, by);
      expect(applyEdits(flow, edits).ok).toBe(true);
      expect(new Set(boxes.map(({ part, id }) => `${part} ${id}`)).size).toBe(boxes.length);
      if (boxes.length > 0) expect(Number.isFinite(cornerOf(clip).x)).toBe(true);
    }),
    { numRuns: 50 },
  );
});
