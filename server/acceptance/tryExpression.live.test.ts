import { ClientTCP } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pingPong } from '#shared/examples/pingPong.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';
import type { TestSession } from '../testing/testSession.ts';

/** Trying an expression: through every door, with the limits of every expression, and without disturbing what runs. */

let server: TestServer;
let session: TestSession;
beforeAll(async () => {
  server = await startTestServer({ controlPort: 0 });
  session = await server.openSession({ flow: pingPong });
});
afterAll(() => server.close());

const trial = { expression: '{ sum: data.a + data.b }', scope: { data: { a: 1, b: 2 } } };
const tryIt = (body: object) => server.rest.post(session.path('/try'), body);

test('an expression is tried through all three doors', async () => {
  const expected = { ok: true, value: { sum: 3 } };
  expect(await tryIt(trial)).toEqual({ status: 200, body: expected });
  using page = await session.join();
  expect(await page.command('tryExpression', trial)).toEqual(expected);
  const client = new ClientTCP({ host: '127.0.0.1', port: server.running.controlPort ?? 0 });
  expect(await firstValueFrom(client.send({ cmd: 'tryExpression' }, { session: session.id, ...trial }))).toEqual(
    expected,
  );
  client.close();
});

test('an expression that fails is answered with what its step would throw, and where', async () => {
  expect(await tryIt({ expression: 'data.user.name', scope: { data: {} } })).toEqual({
    status: 200,
    body: {
      ok: true,
      error: { kind: 'runtime', message: expect.stringContaining('name'), line: 1, column: expect.any(Number) },
    },
  });
});

test('an endless loop is stopped with words for it, and the services go on', async () => {
  const loop = { expression: '(() => { for (;;); })()', scope: {} };
  const [tried, sent] = await Promise.all([
    Promise.all(Array.from({ length: 5 }, () => tryIt(loop))),
    session.send('pong', { cmd: 'ping' }, { text: 'still here' }),
  ]);
  const stopped = {
    ok: true,
    error: {
      kind: 'deadline',
      message: 'the expression took longer than 50 ms and was stopped; make it simpler or give it less data',
    },
  };
  expect(tried).toEqual(tried.map(() => ({ status: 200, body: stopped })));
  expect(sent.reply).toEqual({ text: 'pong', youSaid: 'still here' });
  expect((await session.read()).runner).toBe('up');
});

test('nothing of the host can be reached, and nothing is left behind', async () => {
  const names = 'typeof process + typeof require + typeof fetch + typeof globalThis.leak';
  await tryIt({ expression: '(() => { try { globalThis.leak = 1 } catch {} })()', scope: {} });
  expect((await tryIt({ expression: names, scope: {} })).body).toEqual({ ok: true, value: 'undefined'.repeat(4) });
});

test.each([
  ['no expression', { scope: {} }, 'expression'],
  ['an expression without end', { expression: 'x'.repeat(10_001), scope: {} }, 'expression'],
  ['a scope that is none', { expression: '1', scope: [] }, 'scope'],
  ['a name that is none', { expression: '1', scope: { 'a b': 1 } }, 'scope.a b'],
  ['a field too many', { expression: '1', scope: {}, eval: true }, 'eval'],
  [
    'names without end',
    { expression: '1', scope: Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`n${at}`, at])) },
    'scope',
  ],
])('%s is refused', async (_what, body, at) => {
  expect(await tryIt(body)).toMatchObject({ status: 400, body: { ok: false, problem: { code: 'badInput', at } } });
});
