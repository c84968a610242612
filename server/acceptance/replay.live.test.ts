import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Flow } from '#shared/flow/flow.ts';
import { parseFlow } from '#shared/flow/parseFlow.ts';
import { diffReplay } from '#shared/recording/diff/diffReplay.ts';
import type { CommandResults } from '#shared/protocol.ts';
import type { Recording } from '#shared/recording/recording.ts';
import { replay } from '#shared/recording/replay/replay.ts';
import type { OpenReplay } from '#shared/recording/replay/replaySession.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';
import type { TestSession } from '../testing/testSession.ts';

/** Recordings, played again on real sockets against a fresh runner. */

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => server.close());

const flowOf = (input: unknown): Flow => {
  const parsed = parseFlow(input);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.value;
};

/** Random in a handler, retries on a wire, an event that goes on after the answer: all of it comes the same again. */
const shop = flowOf({
  version: 1,
  name: 'Shop to replay',
  services: {
    gateway: {
      name: 'api-gateway',
      position: { x: 0, y: 0 },
      listeners: { web: { transport: 'http' } },
      handlers: {
        order: {
          on: { http: 'POST /orders' },
          steps: [
            {
              do: 'send',
              wire: 'payments',
              pattern: { cmd: 'charge' },
              data: '{ amount: body.amount, id }',
              as: 'paid',
            },
            { do: 'emit', wire: 'payments', pattern: 'order_created', data: '{ id }' },
            { do: 'reply', value: '{ paid, at: 1795253639217 }' },
          ],
        },
      },
    },
    payments: {
      name: 'payments',
      position: { x: 400, y: 0 },
      listeners: { tcp: { transport: 'tcp' } },
      handlers: {
        charge: {
          on: { message: { cmd: 'charge' } },
          steps: [
            { do: 'send', wire: 'ledger', pattern: { cmd: 'book' }, data: '{ amount: data.amount }', as: 'booked' },
            { do: 'reply', value: '{ booked, lot: random(), for: data.id }' },
          ],
        },
        created: { on: { event: 'order_created' }, steps: [{ do: 'log', value: 'data' }] },
      },
    },
    ledger: {
      name: 'ledger',
      position: { x: 800, y: 0 },
      listeners: { tcp: { transport: 'tcp' } },
      handlers: { book: { on: { message: { cmd: 'book' } }, steps: [{ do: 'reply', value: 'data.amount * 2' }] } },
    },
  },
  wires: {
    payments: { name: 'PAYMENTS', from: 'gateway', to: 'payments', policies: { timeout: { ms: 4000 } } },
    ledger: {
      name: 'LEDGER',
      from: 'payments',
      to: 'ledger',
      policies: { retry: { attempts: 3, initialMs: 5, maxMs: 20 }, timeout: { ms: 1500 } },
    },
  },
  drivers: {
    buyer: {
      name: 'buyer',
      position: { x: -300, y: 0 },
      to: 'gateway',
      request: 'POST /orders',
      data: '{ amount: Math.round(random() * 100) }',
      perSecond: 0,
    },
  },
});

const open: OpenReplay = async (flow, seed) => {
  const session = await server.openSession({ flow, seed });
  const page = await session.join();
  return {
    command: (name, params) => page.command(name, params),
    get events() {
      return page.events;
    },
    get missed() {
      return page.missed;
    },
    close: async () => {
      page[Symbol.dispose]();
      await session.close();
    },
  };
};

const recorded = async (session: TestSession): Promise<Recording> =>
  (await session.rest.ok<CommandResults['readRecording']>('GET', session.path('/recording?of=past'))).recording;

const dice = { kind: 'throw_error', target: { handler: 'ledger.book' }, rate: 0.5, seed: 7, message: 'no luck' };

/** Orders with a fault that strikes by chance, a mended fault, a change of the drawing, a kill; and the trace of each. */
async function recordARun(): Promise<Recording> {
  const session = await server.openSession({ flow: shop });
  using page = await session.join();
  await session.drive('buyer');
  await session.putFault('dice', dice);
  for (let count = 0; count < 6; count += 1) await session.drive('buyer');
  await session.mend('dice');
  await session.send('ledger', { cmd: 'book' }, { amount: 21 });
  const field = { edit: 'set', part: 'wires', id: 'ledger', field: 'name', value: 'BOOKS' } as const;
  await session.edit([field]);
  await session.service('ledger', 'kill');
  await session.drive('buyer');
  await session.service('ledger', 'start');
  const { traceId } = await session.drive('buyer');
  await page.untilEvent((event) => event.type === 'logged' && 'traceId' in event && event.traceId === traceId);
  const recording = await recorded(session);
  await session.close();
  return recording;
}

test('a run with faults, changes and kills, played again, goes as it went then', async () => {
  const recording = await recordARun();
  expect(recording.isFromStart).toBe(true);
  const diff = diffReplay(recording, await replay(recording, { open }));
  const retried = recording.events.filter(({ type }) => type === 'retried').length;
  // Without that the dice would not have been thrown at all.
  expect(retried).toBeGreaterThan(0);
  expect(diff.stimuli.filter(({ verdict }) => verdict !== 'same')).toEqual([]);
  expect(diff).toMatchObject({ summary: 'All 10 messages went as then.', notes: [] });
});

test('played again on a drawing in which a handler throws, the difference says exactly that', async () => {
  const session = await server.openSession({ flow: shop });
  await session.drive('buyer');
  await session.send('ledger', { cmd: 'book' }, { amount: 4 });
  const recording = await recorded(session);
  await session.close();
  const flow = structuredClone(shop);
  const book = flow.services['ledger']?.handlers['book'];
  if (book === undefined) throw new Error('There is no ledger');
  book.steps = [{ do: 'throw', error: 'rpc', message: 'out of ink' }];

  const diff = diffReplay(recording, await replay(recording, { open, flow }));
  expect(diff.summary).toBe('2 of 2 messages went differently.');
  const [order, booked] = diff.stimuli;
  expect(order?.words).toMatch(
    /^answered 201 then, failed 50\d with ".*" now; first difference at payments → ledger \(book\)$/,
  );
  expect(order?.diff?.first?.words).toMatch(
    /^book.*, payments → ledger: answered \d+ then, failed with ".*out of ink.*" now$/,
  );
  expect(booked?.words).toMatch(
    /^answered 8 then, failed with ".*out of ink.*" now; first difference at payments → ledger \(book\)$/,
  );
});
