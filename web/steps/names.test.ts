import { describe, expect, it } from 'vitest';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import type { Step } from '#shared/steps/step.ts';
import { freeName, namesOfSteps, namesOfTrigger, payloadOf } from './names.ts';
import { firstCall, patternsBehind, wiresOf } from './wires.ts';

describe('what a new step begins with', () => {
  it('is the body only where a request has one', () => {
    const routes = ['POST /orders', 'GET /orders', 'GET /orders/:id', 'DELETE /orders/:id', 'PATCH /orders/:id'];
    expect(routes.map((http) => payloadOf({ http }))).toEqual(['body', 'query', 'params', 'params', 'body']);
    expect([payloadOf({ message: 'sum' }), payloadOf({ event: 'sent' })]).toEqual(['data', 'data']);
  });
});

describe('names in scope', () => {
  it('begins with body for http and with data for messages', () => {
    const [http, message] = [namesOfTrigger('http'), namesOfTrigger('message')];
    expect(http.map(({ name }) => name)).toEqual([
      'body',
      'params',
      'query',
      'headers',
      'id',
      'meta',
      'state',
      'random',
    ]);
    expect(message.map(({ name }) => name)).toEqual(['data', 'id', 'meta', 'state', 'random']);
  });

  it('finds what sends and gets leave behind, inner ones too', () => {
    const steps: Step[] = [
      { do: 'send', wire: 'w', pattern: 'p', as: 'user' },
      { do: 'send', wire: 'w', pattern: 'p' },
      { do: 'parallel', branches: [[{ do: 'get', key: 'k', as: 'kept' }], [{ do: 'log', value: '1' }]] },
    ];
    expect(namesOfSteps(steps).map(({ name }) => name)).toEqual(['user', 'kept']);
  });

  it('gives a name that is free', () => {
    const taken = ['answer', 'answer2'].map((name) => ({ name, detail: '' }));
    expect([freeName('answer', taken), freeName('other', taken)]).toEqual(['answer3', 'other']);
  });
});

describe('what a step can ask', () => {
  it('lists the wires of the service by their names', () => {
    expect(wiresOf(orderSaga, 'gateway')).toEqual([
      { value: 'orders', label: 'ORDERS' },
      { value: 'users', label: 'USERS' },
    ]);
  });

  it('offers messages to a request and events to an event', () => {
    expect(patternsBehind(orderSaga, 'orders', 'request')).toContain("{ cmd: 'create_order' }");
    expect(patternsBehind(orderSaga, 'events', 'event')).toContain('order_created');
    expect(patternsBehind(orderSaga, 'events', 'request')).toEqual([]);
    expect(patternsBehind(orderSaga, 'nowhere', 'event')).toEqual([]);
  });

  it('begins an emit at the wire behind which events are heard', () => {
    const place = {
      flow: orderSaga,
      service: 'orders',
      trigger: 'message',
      payload: 'data',
      names: [],
      values: {},
    } as const;
    expect(firstCall(place, 'event').wire).toBe('events');
  });
});
