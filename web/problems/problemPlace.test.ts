import { describe, expect, it } from 'vitest';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import { problemPlace } from './problemPlace.ts';
import { allProblems } from './allProblems.ts';

describe('problemPlace', () => {
  it('finds the handler of a step', () => {
    expect(problemPlace(orderSaga, 'services.gateway.handlers.createOrder.steps.0.wire')).toEqual({
      kind: 'handler',
      id: 'createOrder',
      service: 'gateway',
      name: 'api-gateway · POST /orders',
    });
  });

  it.each([
    ['services.gateway.listeners.web.port', { kind: 'service', id: 'gateway', name: 'api-gateway' }],
    ['services.gateway.handlers.gone', { kind: 'service', id: 'gateway', name: 'api-gateway' }],
    ['wires.events.to', { kind: 'wire', id: 'events', name: 'EVENTS' }],
    ['brokers.redis', { kind: 'broker', id: 'redis', name: 'redis' }],
    ['drivers.buyer.to', { kind: 'driver', id: 'buyer', name: 'buyer' }],
  ])('finds what %s is about', (at, place) => {
    expect(problemPlace(orderSaga, at)).toEqual(place);
  });

  it.each([undefined, '', 'name', 'services.gone', 'services.toString', 'wires'])('finds nothing at %s', (at) => {
    expect(problemPlace(orderSaga, at)).toBeUndefined();
  });
});

describe('allProblems', () => {
  it('tells once what drawing and runner both know, and places what has no place', () => {
    const twice = { code: 'badExpression', message: 'bad', at: 'services.a.handlers.b.steps.0.value' } as const;
    const placeless = { code: 'listenFailed', message: 'taken' } as const;
    const found = allProblems([twice], {
      runner: 'up',
      services: { a: { state: 'degraded', listeners: {}, replicas: [], problems: [twice, placeless] } },
      wires: { w: { state: 'closed', problem: { code: 'hostRefused', message: 'no' } } },
      brokers: {},
      drivers: {},
    });
    expect(found).toEqual([
      twice,
      { ...placeless, at: 'services.a' },
      { code: 'hostRefused', message: 'no', at: 'wires.w' },
    ]);
  });
});
