import { describe, expect, it } from 'vitest';
import type { Flow, Service, Wire } from '#shared/flow/flow.ts';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import { planOperations, type Operation, type PlannedParts } from './plan.ts';

const place = { x: 0, y: 0 };

const orders: Service = {
  name: 'orders',
  position: place,
  replicas: 1,
  listeners: { tcp: { transport: 'tcp' } },
  handlers: { create: { on: { message: 'create' }, steps: [{ do: 'reply', value: '1' }] } },
};
const gateway: Service = {
  name: 'gateway',
  position: place,
  replicas: 1,
  listeners: { web: { transport: 'http' } },
  handlers: {},
};
const notifications: Service = {
  name: 'notifications',
  position: place,
  replicas: 2,
  listeners: { events: { transport: 'redis', broker: 'redis' } },
  handlers: {},
};
const ordersWire: Wire = { name: 'ORDERS', from: 'gateway', to: 'orders' };

const flow: Flow = {
  version: 1,
  name: 'Shop',
  services: { gateway, orders, notifications },
  brokers: { redis: { name: 'redis', transport: 'redis', position: place } },
  wires: { orders: ordersWire, events: { name: 'EVENTS', from: 'orders', to: 'redis' } },
  drivers: { buyer: { name: 'buyer', position: place, to: 'gateway', request: 'POST /orders', perSecond: 0 } },
  externals: {},
  notes: { hint: { text: 'hello', position: place } },
};
const running: PlannedParts = { flow, brokers: { redis: { host: '127.0.0.1', port: 6379 } }, allowedHosts: [] };

const withFlow = (change: Partial<Flow>): PlannedParts => ({ ...running, flow: { ...flow, ...change } });
const withService = (id: string, service: Service): PlannedParts =>
  withFlow({ services: { ...flow.services, [id]: service } });
const operations = (wanted: PlannedParts): Operation[] => planOperations(running, wanted).flat();

describe('planOperations', () => {
  it('starts wires before services and drivers last', () => {
    expect(planOperations(undefined, running)).toEqual([
      [
        { do: 'startWire', wire: 'orders' },
        { do: 'startWire', wire: 'events' },
      ],
      [
        { do: 'startService', service: 'gateway' },
        { do: 'startService', service: 'orders' },
        { do: 'startService', service: 'notifications' },
      ],
      [{ do: 'startDriver', driver: 'buyer' }],
    ]);
  });

  it('stops what is gone before anything starts, a service before the wires by which it sends', () => {
    expect(planOperations(running, withFlow({ services: { gateway }, wires: {}, drivers: {} }))).toEqual([
      [
        { do: 'stopDriver', driver: 'buyer' },
        { do: 'stopService', service: 'orders' },
        { do: 'stopService', service: 'notifications' },
      ],
      [
        { do: 'stopWire', wire: 'orders' },
        { do: 'stopWire', wire: 'events' },
      ],
    ]);
  });

  it('does nothing for the same plan, read anew', () => {
    expect(operations(structuredClone(running))).toEqual([]);
    const saga: PlannedParts = { flow: orderSaga, brokers: {}, allowedHosts: [] };
    expect(planOperations(saga, structuredClone(saga))).toEqual([]);
  });

  it('does nothing when boxes move, names change or notes are written', () => {
    const moved = { position: { x: 7, y: 9 }, name: 'renamed' };
    expect(
      operations({
        ...running,
        flow: {
          ...flow,
          name: 'Another name',
          services: { gateway: { ...gateway, ...moved }, orders: { ...orders, ...moved }, notifications },
          brokers: { redis: { transport: 'redis', ...moved } },
          wires: { ...flow.wires, orders: { ...ordersWire, name: 'renamed' } },
          drivers: { buyer: { to: 'gateway', request: 'POST /orders', perSecond: 0, ...moved } },
          notes: {},
        },
      }),
    ).toEqual([]);
  });

  it('swaps handlers when only steps change', () => {
    const edited: Service = {
      ...orders,
      handlers: { create: { on: { message: 'create' }, steps: [{ do: 'reply', value: '2' }] } },
    };
    expect(operations(withService('orders', edited))).toEqual([{ do: 'swapHandlers', service: 'orders' }]);
    expect(operations(withService('orders', { ...orders, store: 'perReplica' }))).toEqual([
      { do: 'swapHandlers', service: 'orders' },
    ]);
  });

  it('rebuilds the one service whose pattern, handlers, port or listeners change, and leaves its wires alone', () => {
    const rebuilt = [{ do: 'rebuildService', service: 'orders' }];
    const variants: Service[] = [
      { ...orders, handlers: { create: { on: { message: 'make' }, steps: [] } } },
      { ...orders, handlers: { create: { on: { event: 'create' }, steps: [] } } },
      { ...orders, handlers: {} },
      { ...orders, listeners: { tcp: { transport: 'tcp', port: 4100 } } },
      { ...orders, listeners: { ...orders.listeners, web: { transport: 'http' } } },
      { ...orders, inheritAppConfig: true },
      { ...orders, filter: 'keepMessage' },
      { ...orders, validation: true },
      { ...orders, handlers: { create: { on: { message: 'create' }, steps: [], expects: { id: 'string' } } } },
    ];
    for (const variant of variants) expect(operations(withService('orders', variant))).toEqual(rebuilt);
  });

  it('adds replicas after the clients for them, and ends them before, without touching the others', () => {
    const wide = withService('orders', { ...orders, replicas: 3 });
    const [wire, service] = [
      { do: 'resizeWire', wire: 'events' },
      { do: 'resizeService', service: 'orders' },
    ] as const;
    expect(planOperations(running, wide)).toEqual([[wire], [service]]);
    expect(planOperations(wide, running)).toEqual([[service], [wire]]);
    const rebuilt = { do: 'rebuildService', service: 'orders' } as const;
    expect(planOperations(wide, withService('orders', { ...orders, validation: true }))).toEqual([[rebuilt], [wire]]);
  });

  it('retunes a wire whose policies change', () => {
    const wires = { ...flow.wires, orders: { ...ordersWire, policies: { timeout: { ms: 1000 } } } };
    expect(operations(withFlow({ wires }))).toEqual([{ do: 'retuneWire', wire: 'orders' }]);
  });

  it('starts a wire anew when it leads elsewhere or starts elsewhere', () => {
    const restarted = [{ do: 'restartWire', wire: 'orders' }];
    expect(operations(withFlow({ wires: { ...flow.wires, orders: { ...ordersWire, to: 'redis' } } }))).toEqual(
      restarted,
    );
    expect(operations(withFlow({ wires: { ...flow.wires, orders: { ...ordersWire, from: 'orders' } } }))).toEqual(
      restarted,
    );
  });

  it('moves listeners and wires along when a broker gets another address', () => {
    expect(operations({ ...running, brokers: { redis: { host: '127.0.0.1', port: 7000 } } })).toEqual([
      { do: 'restartWire', wire: 'events' },
      { do: 'rebuildService', service: 'notifications' },
    ]);
  });

  it('retunes a driver whose work changes', () => {
    const drivers = {
      buyer: { name: 'buyer', position: place, to: 'gateway', request: 'POST /orders', perSecond: 5 },
    };
    expect(operations(withFlow({ drivers }))).toEqual([{ do: 'retuneDriver', driver: 'buyer' }]);
  });
});
