import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeadLetter } from '#shared/deadLetter.ts';
import { flowSchema, type Flow } from '#shared/flow/flow.ts';
import type { CommandResults } from '#shared/protocol.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const position = { x: 0, y: 0 };

/** `charge` fails until `mended`; it counts its runs. */
const flow = (mended: boolean): Flow =>
  flowSchema.parse({
    version: 1,
    name: 'Letters',
    services: {
      gateway: { name: 'gateway', position },
      payments: {
        name: 'payments',
        position,
        listeners: { tcp: { transport: 'tcp' } },
        handlers: {
          charge: {
            on: { message: 'charge' },
            steps: [
              { do: 'set', key: 'last', value: 'data.amount' },
              mended
                ? { do: 'reply', value: '{ charged: data.amount }' }
                : { do: 'throw', error: 'rpc', status: 503, message: 'Bank closed' },
            ],
          },
        },
      },
    },
    wires: {
      pay: { name: 'PAYMENTS', from: 'gateway', to: 'payments', policies: { deadLetter: {}, idempotency: true } },
    },
  });

test('what failed for good is kept through the end of a runner, sent again by anybody, or dropped', async () => {
  const session = await server.openSession({ flow: flow(false) });
  using page = await session.join();
  const list = () => session.rest.ok<CommandResults['listDeadLetters']>('GET', session.path('/dead-letters?wire=pay'));
  const error = { status: 503, message: 'Bank closed' };
  expect(await session.send('pay', 'charge', { amount: 1 })).toMatchObject({ error });
  expect(await session.send('pay', 'charge', { amount: 2 })).toMatchObject({ error });
  await page.until(({ view }) => view?.deadLetters['pay'] === 2);

  const { letters } = await list();
  const expected = { wire: 'pay', pattern: 'charge', kind: 'request', error };
  expect(letters).toMatchObject([
    { ...expected, data: { amount: 1 } },
    { ...expected, data: { amount: 2 } },
  ]);
  expect(letters.map(({ idempotencyKey }) => idempotencyKey)).toEqual(letters.map(({ id }) => id));
  const [first, second] = letters as [DeadLetter, DeadLetter];

  // It fails again: the old letter is gone, a new one with the same key is there.
  expect(await page.command('sendDeadLetter', { letter: first.id })).toMatchObject({ ok: true, error });
  const again = (await list()).letters[1];
  expect(again).toMatchObject({ data: { amount: 1 }, idempotencyKey: first.id });
  expect(again?.id).not.toBe(first.id);

  process.kill(session.runnerPid ?? 0, 'SIGKILL');
  await page.until(({ view }) => view?.runner !== 'up');
  await page.until(({ view }) => view?.runner === 'up');
  await session.replaceFlow(flow(true));
  const sent = await session.rest.post(session.path(`/dead-letters/${again?.id}/send`));
  expect(sent).toMatchObject({ status: 200, body: { ok: true, reply: { charged: 1 } } });
  expect((await list()).letters.map(({ id }) => id)).toEqual([second.id]);

  expect(await session.rest.ok('DELETE', session.path(`/dead-letters/${second.id}`))).toEqual({});
  expect(await list()).toEqual({ letters: [], forgotten: 0 });
  await page.until(({ view }) => Object.keys(view?.deadLetters ?? {}).length === 0);
  expect(await session.rest.delete(session.path(`/dead-letters/${second.id}`))).toMatchObject({ status: 404 });
  expect(await session.rest.ok('DELETE', session.path('/dead-letters'))).toEqual({ dropped: 0 });
  await session.close();
});
