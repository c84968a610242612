import { expect, test } from 'vitest';
import { checkFlow } from '#shared/flow/checkFlow.ts';
import { applyEdits } from '#shared/flow/edits.ts';
import { emptyFlow, type Flow, type Service } from '#shared/flow/flow.ts';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import { pingPong } from '#shared/examples/pingPong.ts';
import { findPaletteItem } from '../../palette/items.ts';
import { partnersOf, placeJoined, type Join } from './partners.ts';
import { splice } from './splice.ts';

const at = { x: 10, y: 20 };

function placed(flow: Flow, item: string, join: Join): Flow {
  const found = findPaletteItem(item);
  if (found === undefined) throw new Error(`No ${item}`);
  const placing = placeJoined(flow, found, { at, join });
  if (!placing.ok) throw new Error(placing.why);
  const applied = applyEdits(flow, placing.made.edits);
  if (!applied.ok) throw new Error(applied.problem.message);
  return applied.value;
}

const wireTo = (flow: Flow, to: string): string =>
  Object.entries(flow.wires).find(([, wire]) => wire.to === to)?.[0] ?? '';

test('a new service in the middle of a wire passes on what is asked, and the wire keeps its name', () => {
  const wire = wireTo(pingPong, 'pong');
  const flow = placed(pingPong, 'tcp-service', { wire });
  const middle = flow.wires[wire]?.to ?? '';
  expect(flow.wires[wire]).toEqual({ ...pingPong.wires[wire], to: middle });
  const onward = Object.entries(flow.wires).find(([, { from }]) => from === middle);
  expect(onward?.[1].to).toBe('pong');
  expect(flow.services[middle]?.handlers).toEqual({
    ping: {
      on: { message: { cmd: 'ping' } },
      steps: [
        { do: 'send', wire: onward?.[0], pattern: { cmd: 'ping' }, data: 'data', as: 'answer' },
        { do: 'reply', value: 'answer' },
      ],
    },
  });
  expect(checkFlow(flow)).toEqual([]);
});

test('a broker in the middle of a wire is heard by the service that the wire led to', () => {
  const wire = wireTo(pingPong, 'pong');
  const flow = placed(pingPong, 'redis-broker', { wire });
  const broker = flow.wires[wire]?.to ?? '';
  expect(flow.brokers[broker]?.transport).toBe('redis');
  expect(Object.values(flow.services['pong']?.listeners ?? {})).toContainEqual({ transport: 'redis', broker });
  expect(checkFlow(flow)).toEqual([]);
});

test('every wire of the order saga can take a service in, and nothing is wrong afterwards', () => {
  for (const wire of Object.keys(orderSaga.wires)) {
    expect(
      checkFlow(placed(orderSaga, 'tcp-service', { wire })).filter(({ severity }) => severity !== 'warning'),
    ).toEqual([]);
  }
});

test('a service with wires, a driver and a note do not fit into a wire, and it is said why', () => {
  const wire = wireTo(orderSaga, 'users');
  const why = (box: Parameters<typeof splice>[1]['box']): string => {
    const result = splice(orderSaga, { wire, box });
    return result.ok ? 'spliced' : result.why;
  };
  expect(why({ part: 'services', id: 'orders' })).toMatch(/has wires already/);
  expect(why({ part: 'drivers', id: 'buyer' })).toMatch(/Only a service or a broker/);
});

test('a line let go in the open brings what was chosen, connected', () => {
  const flow = placed(pingPong, 'tcp-service', { box: 'gateway', way: 'out' });
  const [made = ''] = Object.keys(flow.services).filter((id) => !Object.hasOwn(pingPong.services, id));
  expect(Object.values(flow.wires).some(({ from, to }) => from === 'gateway' && to === made)).toBe(true);
  const back = placed(pingPong, 'http-service', { box: 'pong', way: 'in' });
  const [asker = ''] = Object.keys(back.services).filter((id) => !Object.hasOwn(pingPong.services, id));
  expect(Object.values(back.wires).some(({ from, to }) => from === asker && to === 'pong')).toBe(true);
});

test('a line to a new subscriber goes through its broker by itself', () => {
  const flow = placed(pingPong, 'redis-service', { box: 'gateway', way: 'out' });
  const added = Object.entries(flow.wires).filter(([id]) => !Object.hasOwn(pingPong.wires, id));
  expect(added.map(([, { to }]) => flow.brokers[to]?.transport)).toEqual(['redis']);
});

test('a loose end is offered only the boxes that it can be led to', () => {
  const names = partnersOf(orderSaga, { box: 'gateway', way: 'out' }).map(({ id }) => id);
  expect(names).toContain('payments');
  expect(names).not.toContain('users');
  expect(names).not.toContain('gateway');
});

const position = { x: 0, y: 0 };
const serviceOn = (name: string, listeners: Service['listeners']): Service => ({
  name,
  position,
  replicas: 1,
  listeners,
  handlers: { [name]: { on: { event: name }, steps: [{ do: 'log', value: 'data' }] } },
});

/** Two services take their messages out of queues of their own; the gateway sends into one of them, persistently. */
const queues: Flow = {
  ...emptyFlow('Queues'),
  services: {
    gateway: {
      ...serviceOn('gateway', { http: { transport: 'http' } }),
      handlers: {
        pay: { on: { http: 'POST /pay' }, steps: [{ do: 'emit', wire: 'w', pattern: 'payments', data: 'body' }] },
      },
    },
    payments: serviceOn('payments', { rmq: { transport: 'rmq', broker: 'rmq', queue: 'payments' } }),
    orders: serviceOn('orders', { rmq: { transport: 'rmq', broker: 'rmq', queue: 'orders' } }),
  },
  brokers: { rmq: { name: 'rmq', transport: 'rmq', position } },
  wires: { w: { name: 'PAYMENTS', from: 'gateway', to: 'rmq', queue: 'payments', persistent: true } },
};
const added = (before: Flow, after: Flow) =>
  Object.entries(after.wires).flatMap(([id, wire]) => (Object.hasOwn(before.wires, id) ? [] : [wire]));

test('a service in the middle of a wire to a RabbitMQ sends on into the queue that the wire went into', () => {
  const flow = placed(queues, 'tcp-service', { wire: 'w' });
  const middle = flow.wires['w']?.to ?? '';
  expect(flow.wires['w']).toEqual({ name: 'PAYMENTS', from: 'gateway', to: middle });
  expect(added(queues, flow)).toEqual([
    { name: 'EVENTS', from: middle, to: 'rmq', queue: 'payments', persistent: true },
  ]);
  expect(checkFlow(flow)).toEqual([]);
});

test('one that takes messages out of a queue itself gets them there, also when the wire named none', () => {
  const { orders: _orders, ...services } = queues.services;
  const drawn: Flow = { ...queues, services, wires: { w: { name: 'PAYMENTS', from: 'gateway', to: 'rmq' } } };
  const flow = placed(drawn, 'rmq-service', { wire: 'w' });
  const [middle = ''] = Object.keys(flow.services).filter((id) => !Object.hasOwn(services, id));
  expect(flow.wires['w']).toEqual({ name: 'PAYMENTS', from: 'gateway', to: 'rmq', queue: 'default' });
  expect(added(drawn, flow)).toEqual([{ name: 'EVENTS', from: middle, to: 'rmq', queue: 'payments' }]);
});

test.each([
  ['a queue', { transport: 'rmq' as const, broker: 'rmq', queue: 'users' }, { queue: 'users' }],
  ['topics', { transport: 'rmq' as const, broker: 'rmq', queue: 'users', exchange: 'topic' as const }, {}],
  ['nothing yet', undefined, { queue: 'default' }],
])('a RabbitMQ in the middle of a wire is told how the service hears it, which is by %s', (_what, rmq, named) => {
  const users = serviceOn('users', { tcp: { transport: 'tcp' }, ...(rmq === undefined ? {} : { rmq }) });
  const drawn: Flow = {
    ...queues,
    services: { ...queues.services, users },
    wires: { w: { name: 'USERS', from: 'gateway', to: 'users' } },
  };
  const result = splice(drawn, { wire: 'w', box: { part: 'brokers', id: 'rmq' } });
  const applied = applyEdits(drawn, result.ok ? result.edits : []);
  expect(applied.ok ? applied.value.wires : applied).toEqual({
    w: { name: 'USERS', from: 'gateway', to: 'rmq', ...named },
  });
});

test('a service does not fit into a wire over which it would send to itself', () => {
  const redis = { name: 'redis', transport: 'redis' as const, position };
  const drawn: Flow = {
    ...queues,
    services: {
      ...queues.services,
      mail: serviceOn('mail', { redis: { transport: 'redis', broker: 'redis' } }),
      post: serviceOn('post', { tcp: { transport: 'tcp' }, redis: { transport: 'redis', broker: 'redis' } }),
      pays: serviceOn('pays', { rmq: { transport: 'rmq', broker: 'rmq', queue: 'payments' } }),
    },
    brokers: { ...queues.brokers, redis },
    wires: { ...queues.wires, v: { name: 'EVENTS', from: 'gateway', to: 'redis' } },
  };
  const why = (wire: string, id: string): string => {
    const result = splice(drawn, { wire, box: { part: 'services', id } });
    return result.ok ? 'spliced' : result.why;
  };
  expect(why('v', 'mail')).toMatch(/come back to it/);
  expect(why('v', 'post')).toMatch(/come back to it/);
  expect(why('w', 'pays')).toMatch(/come back to it/);
});
