import { expect, test } from 'vitest';
import { fanOut } from '#shared/examples/fanOut.ts';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import { switchTransport } from '#shared/flow/switch/switchTransport.ts';
import { scenariosOf, wireFor } from './scenario.ts';

test('what sets something going can be chosen: drivers first, then what services send', () => {
  expect(scenariosOf(fanOut)).toEqual([
    { id: 'driver keeper', label: 'cat keeper: POST /cats', driver: 'keeper' },
    {
      id: 'cats emit cat_created',
      label: 'cats emits cat_created',
      from: 'cats',
      pattern: 'cat_created',
      kind: 'event',
    },
  ]);
});

test('after a switch a message is still found a wire, whichever it is then', () => {
  const { flow } = switchTransport(orderSaga, { to: 'nats', what: 'flow', placeFor: (wanted) => wanted });
  const messages = scenariosOf(orderSaga).flatMap((scenario) => ('from' in scenario ? [scenario] : []));
  expect(messages.length).toBeGreaterThan(5);
  expect(messages.map((message) => flow.wires[wireFor(flow, message) ?? '']?.to)).toEqual(messages.map(() => 'nats'));
});
