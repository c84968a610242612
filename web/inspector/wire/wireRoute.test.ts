import { describe, expect, it } from 'vitest';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import type { SessionStatus } from '#shared/status.ts';
import { wireRoute } from './wireRoute.ts';

const status: SessionStatus = {
  runner: 'up',
  services: {
    payments: {
      state: 'up',
      listeners: { tcp: { transport: 'tcp', ports: [0, 40113], state: 'up' } },
      replicas: [{ state: 'down' }, { state: 'up' }],
      problems: [],
    },
  },
  wires: { payments: { state: 'connected' }, events: { state: 'reconnecting' } },
  drivers: {},
  brokers: { redis: { state: 'up', source: 'built-in', port: 41234, label: 'built-in' } },
};

describe('wireRoute', () => {
  it('says between whom a wire is, how, and on which real port', () => {
    expect(wireRoute(orderSaga, 'payments', status)).toEqual({
      transport: 'tcp',
      text: 'orders → payments · TCP 127.0.0.1:40113',
    });
    expect(wireRoute(orderSaga, 'events', status)).toEqual({
      transport: 'redis',
      text: 'orders → redis · Redis 127.0.0.1:41234 · reconnecting',
    });
  });

  it('leaves out what is not known yet', () => {
    expect(wireRoute(orderSaga, 'payments', undefined).text).toBe('orders → payments · TCP');
  });
});
