import { expect, test } from 'vitest';
import { examples } from '../../examples/index.ts';
import { loadBalancing } from '../../examples/loadBalancing.ts';
import { fanOut } from '../../examples/fanOut.ts';
import { orderSaga } from '../../examples/orderSaga.ts';
import { pingPong } from '../../examples/pingPong.ts';
import { walkSteps } from '../../steps/step.ts';
import { checkFlow } from '../checkFlow.ts';
import { emptyFlow, type Flow } from '../flow.ts';
import { reachableHandlers } from '../lookup.ts';
import { parseFlow } from '../parseFlow.ts';
import { patternRoute, patternText } from '../pattern.ts';
import { rmqRoute } from '../rmqRoute.ts';
import { switchTransport, type Switched, type Switching } from './switchTransport.ts';
import { messageTransports, type MessageTransport } from './targets.ts';

const everyTransport = Object.keys(messageTransports) as MessageTransport[];

const switched = (flow: Flow, to: MessageTransport, what: Switching['what'] = 'flow'): Switched =>
  switchTransport(flow, { to, what, placeFor: (wanted) => wanted });

/** Who of the drawn services gets what: `orders emits order_created to notifications`. */
function deliveries(flow: Flow): string[] {
  const found: string[] = [];
  for (const service of Object.values(flow.services)) {
    for (const { steps } of Object.values(service.handlers)) {
      walkSteps(steps, '', (step) => {
        if (step.do !== 'send' && step.do !== 'emit') return;
        const route = patternRoute(step.pattern);
        for (const { service: receiver, on } of reachableHandlers(flow, flow.wires[step.wire]?.to ?? ''))
          if (!('http' in on) && patternRoute('message' in on ? on.message : on.event) === route)
            found.push(`${service.name} ${step.do}s ${patternText(step.pattern)} to ${receiver}`);
      });
    }
  }
  return [...new Set(found)].sort();
}

test.each(examples.flatMap(({ name, flow }) => everyTransport.map((to) => ({ name, flow, to }))))(
  '"$name" over $to still finds everybody it found, and is a sound drawing',
  ({ flow, to }) => {
    const { flow: after } = switched(flow, to);
    expect(deliveries(after)).toEqual(deliveries(flow));
    expect(parseFlow(after)).toMatchObject({ ok: true });
    // gRPC has no events, and the switch says so.
    const isEvent = ({ message }: { message: string }): boolean => message.includes('gRPC has no events');
    const errors = checkFlow(after).filter((found) => found.severity === 'error' && !isEvent(found));
    expect(errors).toEqual([]);
    const spoken = Object.values(after.services).flatMap(({ listeners }) =>
      Object.values(listeners).map(({ transport }) => transport),
    );
    expect(new Set(spoken.filter((transport) => transport !== 'http'))).toEqual(new Set([to]));
  },
);

test('a flow that speaks only that transport stays as it is', () => {
  expect(switched(pingPong, 'tcp')).toEqual({ flow: pingPong, losses: [] });
  expect(switched(fanOut, 'redis')).toEqual({ flow: fanOut, losses: [] });
});

test('from a broker to TCP an event is emitted once for each service, and replicas no longer all get it', () => {
  const { flow, losses } = switched(fanOut, 'tcp');
  expect(Object.values(flow.brokers)).toEqual([]);
  expect(Object.values(flow.wires)).toEqual([
    { name: 'NOTIFICATIONS', from: 'cats', to: 'notifications' },
    { name: 'AUDIT', from: 'cats', to: 'audit' },
  ]);
  const steps = flow.services['cats']?.handlers['create']?.steps ?? [];
  expect(steps.map((step) => step.do)).toEqual(['emit', 'emit', 'reply']);
  expect(losses).toEqual([
    '"notifications" runs 2 times: until now every one got each message, over TCP one of them does.',
    '"cats" emits cat_created 2 times now, once for each service that hears it.',
  ]);
});

test('whoever shared messages among replicas goes on sharing them in a queue group', () => {
  const three: Flow = structuredClone(pingPong);
  const [id, service] = Object.entries(three.services).find(([, { listeners }]) => 'tcp' in listeners) ?? [
    '',
    undefined,
  ];
  if (service === undefined) throw new Error('the example has a TCP service');
  service.replicas = 3;
  const { flow, losses } = switched(three, 'nats');
  expect(flow.services[id]?.listeners).toEqual({ nats: { transport: 'nats', broker: 'nats', queue: service.name } });
  expect(losses).toEqual([]);
  expect(switched(three, 'redis').losses).toEqual([
    `"${service.name}" runs 3 times: until now one of them got each message, over Redis every one does.`,
  ]);
});

test('wires of one caller that lead to the same broker now, with the same policies, become one', () => {
  const { flow } = switched(orderSaga, 'nats');
  const roads = Object.values(flow.wires).map(({ from, to, policies }) => JSON.stringify([from, to, policies]));
  expect(roads.length).toBe(new Set(roads).size);
  expect(Object.keys(flow.wires).length).toBeLessThan(Object.keys(orderSaga.wires).length);
});

test('a broker that nobody uses any more makes room for the one that takes its place', () => {
  const { flow } = switched(fanOut, 'nats');
  expect(flow.brokers).toEqual({ nats: { ...fanOut.brokers['redis'], name: 'nats', transport: 'nats' } });
});

test('one service is switched with the wires that lead to it; the others speak as before', () => {
  const { flow } = switched(fanOut, 'nats', { service: 'audit' });
  expect(flow.services['notifications']).toEqual(fanOut.services['notifications']);
  expect(flow.services['audit']?.listeners).toEqual({ nats: { transport: 'nats', broker: 'nats' } });
  expect(Object.values(flow.wires).map(({ name, to }) => [name, to])).toEqual([
    ['EVENTS', 'redis'],
    ['NATS', 'nats'],
  ]);
  expect(deliveries(flow)).toEqual(deliveries(fanOut));
});

test('one wire is switched, and who it leads to keeps the old door for all others', () => {
  const [wire, drawn] = Object.entries(pingPong.wires)[0] ?? ['', undefined];
  const { flow } = switched(pingPong, 'redis', { wire });
  const transports = Object.values(flow.services[drawn?.to ?? '']?.listeners ?? {}).map(({ transport }) => transport);
  expect(transports).toEqual(['tcp', 'redis']);
  expect(flow.wires[wire]?.to).toBe('redis');
  expect(deliveries(flow)).toEqual(deliveries(pingPong));
});

test('one wire between TCP and gRPC takes the other wires to its service along, and says so', () => {
  const [wire = '', { to = '' } = {}] = Object.entries(pingPong.wires)[0] ?? [];
  const { flow, losses } = switched(pingPong, 'grpc', { wire });
  expect(Object.values(flow.services[to]?.listeners ?? {})).toEqual([{ transport: 'grpc' }]);
  expect(losses).toEqual([`Every wire that leads straight to "${flow.services[to]?.name}" goes by gRPC now.`]);
});

test('what only the old transport can be told is named', () => {
  const ported: Flow = structuredClone(pingPong);
  const listeners = Object.values(ported.services).flatMap((service) => Object.values(service.listeners));
  for (const listener of listeners) if (listener.transport === 'tcp') listener.port = 4567;
  expect(switched(ported, 'nats').losses).toEqual([expect.stringContaining('has no more port 4567')]);
});

test('between TCP and gRPC replicas stay registered; a broker shares out by itself, and what is lost is listed', () => {
  const listeners = (flow: Flow) => Object.values(flow.services['prices']?.listeners ?? {});
  const grpc = switched(loadBalancing, 'grpc');
  expect(listeners(grpc.flow)).toEqual([{ transport: 'grpc', registry: 'discovery' }]);
  expect(grpc.losses).toEqual([]);
  const redis = switched(loadBalancing, 'redis');
  expect(listeners(redis.flow)).toEqual([{ transport: 'redis', broker: 'redis' }]);
  expect(redis.losses[0]).toContain('turns among its replicas by registry discovery');
});

/** Each service takes its messages out of a queue of its own. */
function queues(names: readonly string[], wires: Flow['wires'], more: Partial<Flow> = {}): Flow {
  const position = { x: 0, y: 0 };
  const service = (name: string, listeners: Flow['services'][string]['listeners']) => ({
    name,
    position,
    replicas: 1,
    listeners,
    handlers: { [name]: { on: { message: name }, steps: [{ do: 'reply' as const, value: 'data' }] } },
  });
  const asked = Object.keys(wires).map((wire) => ({
    do: 'send' as const,
    wire,
    pattern: wire,
    data: 'data',
    as: 'answer',
  }));
  const gateway = { name: 'gateway', position, replicas: 1, listeners: { http: { transport: 'http' as const } } };
  return {
    ...emptyFlow('Queues'),
    brokers: { rmq: { name: 'rmq', transport: 'rmq', position } },
    wires,
    ...more,
    services: {
      gateway: { ...gateway, handlers: { all: { on: { http: 'POST /all' }, steps: asked } } },
      ...Object.fromEntries(
        names.map((name) => [name, service(name, { rmq: { transport: 'rmq', broker: 'rmq', queue: name } })]),
      ),
      ...more.services,
    },
  };
}
const tcpService = (name: string): Flow['services'][string] => ({
  name,
  position: { x: 0, y: 0 },
  replicas: 1,
  listeners: { tcp: { transport: 'tcp' } },
  handlers: { [name]: { on: { message: name }, steps: [{ do: 'reply', value: 'data' }] } },
});

test('a wire leaves the queue and the persistence of a RabbitMQ behind when it is led elsewhere', () => {
  const drawn = queues(['payments'], {
    payments: { name: 'PAYMENTS', from: 'gateway', to: 'rmq', queue: 'payments', persistent: true },
  });
  const redis = switched(drawn, 'redis').flow;
  expect(Object.values(redis.wires)).toEqual([{ name: 'PAYMENTS', from: 'gateway', to: 'redis' }]);
  expect(checkFlow(redis)).toEqual([]);
  const back = switched(redis, 'rmq').flow;
  expect(Object.values(back.wires)).toEqual([{ name: 'PAYMENTS', from: 'gateway', to: 'rmq' }]);
  expect(rmqRoute(back, back.wires['payments'] ?? { to: '' })).toEqual({ to: 'topic' });
});

test('a wire into one queue does not carry what goes to another service of its RabbitMQ from now on', () => {
  const drawn = queues(
    ['payments'],
    {
      payments: { name: 'PAYMENTS', from: 'gateway', to: 'rmq', queue: 'payments' },
      users: { name: 'USERS', from: 'gateway', to: 'users' },
    },
    { services: { users: tcpService('users') } },
  );
  const { flow } = switched(drawn, 'rmq', { service: 'users' });
  expect(flow.wires).toEqual({
    payments: { name: 'PAYMENTS', from: 'gateway', to: 'rmq', queue: 'payments' },
    users: { name: 'RMQ', from: 'gateway', to: 'rmq' },
  });
});

test('a service that keeps its queue is reached through it', () => {
  const users = tcpService('users');
  const drawn = queues(
    [],
    { users: { name: 'USERS', from: 'gateway', to: 'users' } },
    {
      services: {
        users: {
          ...users,
          listeners: { ...users.listeners, rmq: { transport: 'rmq', broker: 'rmq', queue: 'users' } },
        },
      },
    },
  );
  const { flow } = switched(drawn, 'rmq');
  expect(flow.wires['users']).toEqual({ name: 'RMQ', from: 'gateway', to: 'rmq', queue: 'users' });
});

test('who listens by topics beside a queue from now on takes nobody the messages that no wire names the queue of', () => {
  const drawn = queues(
    ['payments'],
    {
      payments: { name: 'PAYMENTS', from: 'gateway', to: 'rmq' },
      users: { name: 'USERS', from: 'gateway', to: 'users' },
    },
    { services: { users: tcpService('users') } },
  );
  const { flow } = switched(drawn, 'rmq');
  expect(rmqRoute(flow, flow.wires['payments'] ?? { to: '' })).toEqual({
    to: 'queue',
    queue: 'payments',
    durable: true,
  });
  expect(rmqRoute(flow, flow.wires['users'] ?? { to: '' })).toEqual({ to: 'topic' });
});
