import { expect, test } from 'vitest';
import { emptyFlow, flowSchema, type Flow } from '#shared/flow/flow.ts';
import type { BrokerStatus, ServiceStatus } from '#shared/status.ts';
import { withHealth, type ReadinessParts } from './readiness.ts';

const position = { x: 0, y: 0 };
const flow: Flow = flowSchema.parse({
  ...emptyFlow(),
  services: {
    orders: { name: 'orders', position, listeners: { redis: { transport: 'redis', broker: 'redis' } } },
    gateway: { name: 'gateway', position },
    alone: { name: 'alone', position },
  },
  brokers: { redis: { name: 'Events', transport: 'redis', position } },
  wires: {
    events: { name: 'EVENTS', from: 'gateway', to: 'redis' },
    direct: { name: 'D', from: 'alone', to: 'orders' },
  },
});

const up: ServiceStatus = { state: 'up', listeners: {}, replicas: [{ state: 'up' }], problems: [] };
const broker = (state: BrokerStatus['state']): BrokerStatus => ({ state, source: 'built-in', port: 1, label: '' });

const because = (parts: Partial<ReadinessParts> = {}): Record<string, string[] | undefined> =>
  Object.fromEntries(
    Object.entries(
      withHealth({
        flow,
        services: { orders: up, gateway: up, alone: up },
        wires: {},
        brokers: { redis: broker('up') },
        standsStill: () => false,
        ...parts,
      }),
    ).map(([id, { health }]) => [id, health?.because]),
  );

test('a service is ready while its broker is up', () => {
  expect(because()).toEqual({ orders: [], gateway: [], alone: [] });
});

test('who listens on a broker and who sends to it need it, and nobody else does', () => {
  const reason = ['Broker "Events" is down.'];
  expect(because({ brokers: { redis: broker('down') } })).toEqual({ orders: reason, gateway: reason, alone: [] });
  expect(because({ standsStill: () => true })).toMatchObject({ orders: ['Broker "Events" stands still.'], alone: [] });
});

test('a listener that is not up says why, unless another replica is up', () => {
  const listeners = { redis: { transport: 'redis', ports: [0], state: 'degraded' as const } };
  const problems = [{ code: 'brokerFailed' as const, message: 'Gone.', at: 'services.orders.listeners.redis' }];
  const orders: ServiceStatus = { state: 'degraded', listeners, replicas: [{ state: 'degraded' }], problems };
  expect(because({ services: { orders } })).toEqual({ orders: ['Gone.'] });
  expect(because({ services: { orders: { ...orders, problems: [] } } })).toEqual({
    orders: ['Its redis listener is not up.'],
  });
  const replicas = [{ state: 'down' as const }, { state: 'up' as const }];
  expect(because({ services: { orders: { ...orders, replicas } } })).toEqual({ orders: [] });
});

test('a wire that has lost its broker is a reason', () => {
  expect(because({ wires: { events: { state: 'reconnecting' } } })).toMatchObject({
    gateway: ['Wire "EVENTS" has lost its connection to broker "Events" and tries again.'],
    orders: [],
  });
});

test('what is down or starting is not ready', () => {
  const services = { orders: { ...up, state: 'down' as const }, alone: { ...up, state: 'starting' as const } };
  expect(because({ services })).toEqual({ orders: ['It is down.'], alone: ['It is starting.'] });
});
