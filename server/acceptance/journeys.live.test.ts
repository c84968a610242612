import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HopEvent } from '#shared/trace.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';
import { callerAnd, message, reply, tcpService } from './flows.ts';
import { Playground } from './playground.ts';

/** The product's journeys through the REST door. */

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const order = (playground: Playground, items: unknown) =>
  playground.session.http('gateway', '/orders', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userId: 'u1', items }),
  });

const hop = (events: HopEvent[], cmd: string) =>
  events.find(({ type, pattern }) => type === 'received' && JSON.stringify(pattern) === JSON.stringify({ cmd }));

test('the order saga confirms an order, and every message knows what caused it', async () => {
  await using playground = await Playground.open(server, { example: 'order-saga' });
  const response = await order(playground, [{ sku: 'book', quantity: 2 }]);
  const body = (await response.json()) as { id: string; paymentId: string };
  expect([response.status, body]).toEqual([
    201,
    { id: body.id, status: 'confirmed', total: 50, paymentId: body.paymentId },
  ]);
  const events = await playground.eventsUntil((all) =>
    all.some(({ type, service }) => type === 'received' && service === 'audit'),
  );
  const received = events.filter((one): one is HopEvent => one.type === 'received');
  const web = received.find(({ kind }) => kind === 'http');
  const create = hop(received, 'create_order');
  expect(create?.parentId).toBe(web?.hopId);
  for (const cmd of ['get_user', 'reserve_inventory', 'process_payment'])
    expect(hop(received, cmd)?.parentId).toBe(create?.hopId);
  expect(new Set(received.map(({ traceId }) => traceId)).size).toBe(1);
});

test('a declined card is compensated in reverse order and answered 402', async () => {
  await using playground = await Playground.open(server, { example: 'order-saga' });
  const response = await order(playground, [{ sku: 'piano', quantity: 1, price: 4000 }]);
  expect([response.status, await response.json()]).toEqual([402, { statusCode: 402, message: 'Card declined' }]);
  const events = await playground.eventsUntil((all) =>
    all.some((one) => one.type === 'received' && one.pattern === 'order_failed'),
  );
  const called = events.filter((one): one is HopEvent => one.type === 'called' && one.service === 'orders');
  expect(called.map(({ pattern }) => (typeof pattern === 'string' ? pattern : pattern['cmd']))).toEqual([
    'get_user',
    'order_created',
    'reserve_inventory',
    'process_payment',
    'release_inventory',
    'order_failed',
  ]);
});

test('an order for a user that is not there is answered 404, one for dead orders 503', async () => {
  await using playground = await Playground.open(server, { example: 'order-saga' });
  const stranger = await playground.session.http('gateway', '/users/u999');
  expect([stranger.status, await stranger.json()]).toEqual([404, { statusCode: 404, message: 'User u999 not found' }]);
  await playground.session.service('orders', 'kill');
  const response = await order(playground, []);
  expect([response.status, await response.json()]).toEqual([
    503,
    { statusCode: 503, message: 'orders is unavailable' },
  ]);
  await playground.session.service('orders', 'start');
  expect((await order(playground, [])).status).toBe(201);
});

test('with more latency than patience the caller times out, the callee finishes, and the late reply is an orphan', async () => {
  const flow = callerAnd(tcpService('slow', { x: message('x', [reply("'done'")]) }), 300);
  await using playground = await Playground.open(server, { flow });
  await playground.session.putFault('lag', { kind: 'latency', target: { wire: 'w' }, latencyMs: 600 });
  const sent = await playground.session.send('w', { cmd: 'x' }, {});
  expect(sent.error).toEqual({ name: 'TimeoutError', message: 'Timeout has occurred' });
  const events = await playground.trace(sent.traceId, 'timedOut', 'replied', 'orphaned');
  expect(new Set(events.map(({ hopId }) => hopId)).size).toBe(1);
  expect(events.some(({ type, faults }) => type === 'injected' && faults?.includes('lag'))).toBe(true);
  await playground.session.mend('lag');
  expect((await playground.session.send('w', { cmd: 'x' }, {})).reply).toBe('done');
});

test('handler faults act on the next message and are gone when mended', async () => {
  await using playground = await Playground.open(server, {
    flow: callerAnd(tcpService('ok', { x: message('x', [reply('1')]) }), 300),
  });
  const outcomes: unknown[] = [];
  for (const fault of [
    { kind: 'throw_rpc', status: 418, message: 'teapot' },
    { kind: 'throw_error', message: 'boom' },
    { kind: 'never_reply' },
  ]) {
    await playground.session.putFault('f', { ...fault, target: { handler: 'callee.x' } });
    outcomes.push((await playground.session.send('w', { cmd: 'x' }, {})).error);
    await playground.session.mend('f');
  }
  expect(outcomes).toEqual([
    { status: 418, message: 'teapot' },
    { status: 'error', message: 'Internal server error' },
    { name: 'TimeoutError', message: 'Timeout has occurred' },
  ]);
  expect((await playground.session.send('w', { cmd: 'x' }, {})).reply).toBe(1);
});

test('editing a step changes the next answer without a new connection', async () => {
  await using playground = await Playground.open(server, {
    flow: callerAnd(tcpService('ok', { x: message('x', [reply('1')]) })),
  });
  expect((await playground.session.send('w', { cmd: 'x' }, {})).reply).toBe(1);
  const before = await playground.session.read();
  await playground.session.edit([
    { edit: 'putHandler', service: 'callee', id: 'x', handler: message('x', [reply('2')]) },
  ]);
  expect((await playground.session.send('w', { cmd: 'x' }, {})).reply).toBe(2);
  const after = await playground.session.read();
  expect(after.services['callee']).toEqual(before.services['callee']);
});

test('an expression that never ends is stopped, says so, and the others go on', async () => {
  const flow = callerAnd(
    tcpService('wild', {
      loop: message('loop', [reply('(() => { for (;;); })()')]),
      bomb: message('bomb', [reply("'x'.repeat(1e8).split('')")]),
      regex: message('regex', [reply("/^(a+)+$/.test('a'.repeat(40) + '!')")]),
      fine: message('fine', [reply('42')]),
    }),
  );
  await using playground = await Playground.open(server, { flow });
  for (const cmd of ['loop', 'bomb', 'regex']) {
    const sent = await playground.session.send('w', { cmd }, {});
    expect(sent.error).toEqual({ status: 'error', message: 'Internal server error' });
    const events = await playground.trace(sent.traceId, 'threw');
    const thrown = events.find(({ type }) => type === 'threw')?.error as { message: string };
    expect(thrown.message).toMatch(/stopped|memory/);
    expect((await playground.session.send('w', { cmd: 'fine' }, {})).reply).toBe(42);
  }
});
