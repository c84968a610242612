import { expect, test } from 'vitest';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import { emptyFlow, type Handler } from '#shared/flow/flow.ts';
import type { HopEvent } from '#shared/trace.ts';
import { addEvents, emptyBook } from '../trace/traceBook.ts';
import { handlerSample } from './handlerSample.ts';

let seq = 0;
const traceId = '1'.repeat(32);

const book = (...some: (Partial<HopEvent> & Pick<HopEvent, 'type'>)[]) =>
  addEvents(
    emptyBook,
    some.map((one): HopEvent => {
      seq += 1;
      return { seq, atUs: seq, traceId, hopId: 'a', pattern: { cmd: 'create' }, kind: 'request', ...one };
    }),
  );

const handler: Handler = {
  on: { message: { cmd: 'create' } },
  steps: [
    { do: 'send', wire: 'users', pattern: { cmd: 'get' }, as: 'user' },
    {
      do: 'attempt',
      steps: [{ do: 'send', wire: 'pay', pattern: { cmd: 'pay' }, as: 'payment' }],
      catch: [],
    },
  ],
};
const address = { service: 'orders', id: 'create', handler };

test('the last message gives its payload, and what those said who were asked', () => {
  const asked = { parentId: 'a', service: 'orders' };
  const sample = handlerSample(
    emptyFlow(),
    book(
      { type: 'called', service: 'web', wire: 'orders', data: { user: 'u1' } },
      { type: 'received', service: 'orders', replica: 1, handler: 'create', data: { user: 'u1' } },
      { type: 'called', ...asked, hopId: 'b', wire: 'users', pattern: { cmd: 'get' } },
      {
        type: 'answered',
        ...asked,
        hopId: 'b',
        wire: 'users',
        pattern: { cmd: 'get' },
        data: { id: 'u1', name: 'Ann' },
      },
      { type: 'completed', ...asked, hopId: 'b', wire: 'users', pattern: { cmd: 'get' } },
      { type: 'called', ...asked, hopId: 'c', wire: 'pay', pattern: { cmd: 'pay' } },
      { type: 'failed', ...asked, hopId: 'c', wire: 'pay', pattern: { cmd: 'pay' }, error: 'declined' },
    ),
    address,
  );
  expect({ ...sample, hop: sample.hop?.hopId }).toEqual({
    hop: 'a',
    cut: [],
    values: {
      data: { user: 'u1' },
      user: { id: 'u1', name: 'Ann' },
      error: { message: 'declined' },
      id: 'a',
      meta: { traceId, correlationId: traceId, pattern: { cmd: 'create' }, attempt: 1, replica: 1 },
      state: {},
    },
  });
});

test('a payload that was cut is not taken for a text, and says where the whole is', () => {
  const { values, cut } = handlerSample(
    emptyFlow(),
    book({ type: 'received', service: 'orders', handler: 'create', data: '{"long":"…', dataBytes: 20_000 }),
    address,
  );
  expect([values['data'], cut]).toEqual([undefined, [{ name: 'data', seq, bytes: 20_000 }]]);
});

test('a request of a driver has the parameters and the query of its path', () => {
  const route: Handler = { on: { http: 'GET /orders/:id/items/:item' }, steps: [] };
  const got = handlerSample(
    emptyFlow(),
    book(
      { type: 'called', driver: 'you', kind: 'http', pattern: 'GET /orders/a%20b/items/7?page=2' },
      {
        type: 'received',
        service: 'web',
        handler: 'h',
        kind: 'http',
        pattern: 'GET /orders/:id/items/:item',
        headers: { accept: '*/*' },
      },
    ),
    { service: 'web', id: 'h', handler: route },
  );
  expect(got.values).toMatchObject({
    params: { id: 'a b', item: '7' },
    query: { page: '2' },
    headers: { accept: '*/*' },
  });
});

test('where no message has come, the driver says what one would look like', () => {
  const gateway = orderSaga.services['gateway']?.handlers ?? {};
  const [id, create] = Object.entries(gateway).find(([, { on }]) => 'http' in on && on.http === 'POST /orders') ?? [];
  if (id === undefined || create === undefined) throw new Error('The example has changed');
  const { hop, values } = handlerSample(orderSaga, emptyBook, { service: 'gateway', id, handler: create });
  expect([hop, values]).toMatchObject([undefined, { body: { userId: expect.any(String) }, params: {}, state: {} }]);
});
