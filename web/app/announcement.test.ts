import { expect, test } from 'vitest';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import type { HopEvent } from '#shared/trace.ts';
import { addEvents, emptyBook } from '../trace/traceBook.ts';
import { announcement } from './announcement.ts';

const events = (...some: (Partial<HopEvent> & Pick<HopEvent, 'type'>)[]): HopEvent[] =>
  some.map((event, index) => ({
    seq: index + 1,
    atUs: index * 12_000,
    traceId: 't',
    hopId: 'root',
    pattern: 'POST /orders',
    kind: 'http',
    driver: 'buyer',
    ...event,
  }));

const said = (...some: Parameters<typeof events>): string | undefined =>
  announcement(orderSaga, addEvents(emptyBook, events(...some)))?.text;

test('nothing is said before the first message has ended', () => {
  expect(said({ type: 'called' }, { type: 'sent' })).toBeUndefined();
});

test('an answer is told with its status and its time', () => {
  expect(said({ type: 'called' }, { type: 'answered', status: 201 }, { type: 'completed', status: 201 })).toBe(
    'buyer: POST /orders answered 201 in 24 ms.',
  );
});

test('a failure is told with what the caller got', () => {
  expect(said({ type: 'called' }, { type: 'failed', status: 402, error: { message: 'Card declined' } })).toBe(
    'buyer: POST /orders failed with 402: Card declined, after 12 ms.',
  );
});

test('a timeout is told as one', () => {
  const message: Partial<HopEvent> = { kind: 'request', driver: undefined, service: 'orders', pattern: { cmd: 'pay' } };
  expect(said({ ...message, type: 'called' }, { ...message, type: 'timedOut' })).toBe(
    "orders: { cmd: 'pay' } got no answer within 12 ms.",
  );
});
