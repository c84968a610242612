import { expect, test } from 'vitest';
import { examples } from '#shared/examples/index.ts';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import { checkFlow } from '#shared/flow/checkFlow.ts';
import { applyEdits, type Edit } from '#shared/flow/edits.ts';
import { placedParts, type Flow } from '#shared/flow/flow.ts';
import { itemsOf } from '#shared/flow/lookup.ts';
import { selectableOf } from './boxIds.ts';
import { freeName } from '../flow/placed.ts';
import { duplication, nudge, removal } from './edits.ts';

function after(flow: Flow, edits: Edit[]): Flow {
  const applied = applyEdits(flow, edits);
  if (!applied.ok) throw new Error(applied.problem.message);
  return applied.value;
}

const everything = (flow: Flow) =>
  placedParts.flatMap((part) => Object.keys(itemsOf(flow, part)).map((id) => selectableOf({ part, id })));

test('removing a service removes its wires, and nothing else', () => {
  const left = after(orderSaga, removal(orderSaga, [{ kind: 'service', id: 'payments' }]));
  expect(Object.keys(left.wires)).toEqual(['orders', 'users', 'ordersUsers', 'inventory', 'events', 'userEvents']);
  expect(Object.keys(left.services)).not.toContain('payments');
  expect(Object.keys(left.brokers)).toEqual(['redis']);
});

test('a removed broker leaves the listeners, which say what they miss', () => {
  const left = after(orderSaga, removal(orderSaga, [{ kind: 'broker', id: 'redis' }]));
  expect(left.services['audit']).toEqual(orderSaga.services['audit']);
  expect(checkFlow(left).some(({ code }) => code === 'missingBroker')).toBe(true);
});

test('a handler goes alone, or with its service', () => {
  const handler = { kind: 'handler' as const, id: 'refund', service: 'payments' };
  const [first = ''] = Object.keys(orderSaga.services['payments']?.handlers ?? {});
  const one = after(orderSaga, removal(orderSaga, [{ ...handler, id: first }]));
  expect(Object.keys(one.services['payments']?.handlers ?? {})).not.toContain(first);
  const both = removal(orderSaga, [
    { ...handler, id: first },
    { kind: 'service', id: 'payments' },
  ]);
  expect(after(orderSaga, both).services['payments']).toBeUndefined();
});

test('everything can be selected and removed', () => {
  for (const { flow } of examples) {
    const left = after(flow, removal(flow, everything(flow)));
    expect(placedParts.flatMap((part) => Object.keys(itemsOf(left, part)))).toEqual([]);
    expect(left.wires).toEqual({});
  }
});

test('a copy of everything is as right as the original, and its steps use its own wires', () => {
  for (const { flow } of examples) {
    const { edits, copies } = duplication(flow, everything(flow));
    const doubled = after(flow, edits);
    expect(copies.length).toBe(everything(flow).length);
    expect(checkFlow(doubled).filter(({ severity }) => severity !== 'warning')).toEqual(
      checkFlow(flow).filter(({ severity }) => severity !== 'warning'),
    );
  }
});

test('nudging moves boxes and leaves wires', () => {
  const edits = nudge(orderSaga, [selectableOf({ part: 'brokers', id: 'redis' }), { kind: 'wire', id: 'orders' }], {
    x: 10,
    y: 0,
  });
  const { x = 0, y } = orderSaga.brokers['redis']?.position ?? {};
  expect(edits).toEqual([{ edit: 'move', part: 'brokers', id: 'redis', position: { x: x + 10, y } }]);
});

test('a name that is taken gets a number', () => {
  expect([freeName(orderSaga, 'orders'), freeName(orderSaga, 'free')]).toEqual(['orders 2', 'free']);
});
