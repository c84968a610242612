import { expect, test } from 'vitest';
import { checkFlow } from '../flow/checkFlow.ts';
import type { Flow } from '../flow/flow.ts';
import { innerSteps, type Step } from '../steps/step.ts';
import { colorsAndCats } from './colorsAndCats.ts';
import { examples } from './index.ts';
import { math } from './math.ts';
import { orderSaga } from './orderSaga.ts';

const every = (steps: readonly Step[]): Step[] =>
  steps.flatMap((step) => [step, ...every(innerSteps(step).flatMap(({ steps: inner }) => inner))]);
const words = (pattern: unknown): string => (typeof pattern === 'string' ? pattern : JSON.stringify(pattern));

/** Per name of a service: how it listens, what it answers and hears, and what it emits. */
function told({ services }: Flow): Record<string, { over: string[]; answers: string[]; emits: string[] }> {
  return Object.fromEntries(
    Object.values(services).map(({ name, listeners, handlers }) => {
      const all = Object.values(handlers);
      const emits = all.flatMap(({ steps }) =>
        every(steps).flatMap((step) => (step.do === 'emit' ? [words(step.pattern)] : [])),
      );
      const over = Object.values(listeners).map(({ transport }) => transport);
      const answers = all.flatMap(({ on }) => Object.values(on).map(words)).toSorted();
      return [name, { over, answers, emits: [...new Set(emits)].toSorted() }];
    }),
  );
}

const cmd = (name: string): string => JSON.stringify({ cmd: name });

test('the order saga is the system that every guide tells of, by the same names', () => {
  expect(told(orderSaga)).toEqual({
    'api-gateway': {
      over: ['http'],
      answers: ['GET /orders/:id', 'GET /users', 'GET /users/:id', 'POST /orders', 'POST /users'],
      emits: [],
    },
    users: {
      over: ['tcp'],
      answers: ['user_logged_in', cmd('create_user'), cmd('get_user'), cmd('get_users')],
      emits: ['user_created'],
    },
    orders: {
      over: ['tcp'],
      answers: [cmd('cancel_order'), cmd('confirm_order'), cmd('create_order'), cmd('get_order')],
      emits: ['order_completed', 'order_created', 'order_failed', 'order_status_changed'],
    },
    inventory: { over: ['tcp'], answers: [cmd('release_inventory'), cmd('reserve_inventory')], emits: [] },
    payments: {
      over: ['tcp'],
      answers: [cmd('process_payment'), cmd('refund_payment')],
      emits: ['payment_completed', 'payment_failed'],
    },
    notifications: {
      over: ['redis'],
      answers: ['order_created', 'payment_completed', 'payment_failed', 'user_created'],
      emits: [],
    },
    audit: { over: ['redis'], answers: ['order_completed', 'order_failed', 'order_status_changed'], emits: [] },
  });
});

test('colors and cats are over Redis, math is over TCP', () => {
  expect(told(colorsAndCats)).toEqual({
    'api-gateway': { over: ['http'], answers: ['POST /cats'], emits: ['cat_created'] },
    colors: { over: ['redis'], answers: ['generate_color'], emits: [] },
    cats: { over: ['redis'], answers: ['cat_created'], emits: [] },
  });
  expect(told(math)).toEqual({
    'api-gateway': { over: ['http'], answers: ['POST /sum'], emits: [] },
    math: { over: ['tcp'], answers: [cmd('sum')], emits: [] },
  });
});

test.each([math, colorsAndCats, orderSaga])('nothing is found fault with in $name', (flow) => {
  expect(checkFlow(flow)).toEqual([]);
});

test('no two boxes of an example begin at the same place', () => {
  for (const { flow } of examples) {
    const places = [flow.services, flow.brokers ?? {}, flow.drivers ?? {}]
      .flatMap((boxes) => Object.values(boxes).map(({ position }) => position))
      .map(({ x, y }) => `${x} ${y}`);
    expect(new Set(places).size).toBe(places.length);
  }
});
