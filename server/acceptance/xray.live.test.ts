import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyFlow, type Flow, type Handler, type Service } from '#shared/flow/flow.ts';
import type { FilterKind } from '#shared/flow/nestSettings.ts';
import type { Listener } from '#shared/transports/transport.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';
import { message, reply } from './flows.ts';
import { Playground } from './playground.ts';

/**
 * The four places of an exception, with their exact texts: as it was thrown, after the filters, in the packet, and what the
 * caller got. Every sort of exception, through each filter, in a hybrid application that passes its configuration on and in
 * one that does not.
 */

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const position = { x: 0, y: 0 };
const handlers: Record<string, Handler> = {
  error: message('error', [{ do: 'throw', error: 'error', message: 'The database is on fire' }]),
  rpcText: message('rpcText', [{ do: 'throw', error: 'rpc', message: 'Card declined' }]),
  rpcObject: message('rpcObject', [{ do: 'throw', error: 'rpc', status: 402, message: 'Card declined' }]),
  http: message('http', [{ do: 'throw', error: 'http', status: 404, message: 'No such order' }]),
  payload: { ...message('payload', [reply("'handled'")]), expects: { userId: 'string' } },
};

const declined = { status: 402, message: 'Card declined' };
const findings = { message: ['userId must be a string'], error: 'Bad Request', statusCode: 400 };
const thrown: Readonly<Record<string, unknown>> = {
  error: { name: 'Error', message: 'The database is on fire' },
  rpcText: { name: 'RpcException', message: 'Card declined' },
  rpcObject: { name: 'RpcException', message: 'Card declined', error: declined },
  http: { name: 'HttpException', message: 'No such order', status: 404 },
  payload: { name: 'BadRequestException', message: 'Bad Request Exception', status: 400, response: findings },
};

const hidden = { status: 'error', message: 'Internal server error' };
const declinedText = { status: 'error', message: 'Card declined' };

type Row = Readonly<Record<string, { filtered: unknown; got: unknown }>>;
const alike = (row: Readonly<Record<string, unknown>>): Row =>
  Object.fromEntries(Object.entries(row).map(([what, value]) => [what, { filtered: value, got: value }]));

const nestsOwn = alike({
  error: hidden,
  rpcText: declinedText,
  rpcObject: declined,
  http: hidden,
  payload: hidden,
});
/** What leaves after each filter, and what the packet has of it, which is what the caller gets. */
const expected: Readonly<Record<FilterKind | 'none', Row>> = {
  none: nestsOwn,
  keepMessage: alike({
    error: { status: 'error', message: 'The database is on fire' },
    rpcText: declinedText,
    rpcObject: declined,
    http: { status: 404, message: 'No such order' },
    payload: { status: 400, message: ['userId must be a string'] },
  }),
  rpcException: { ...nestsOwn, ...alike({ rpcText: 'Card declined' }) },
  asIs: {
    error: { filtered: thrown['error'], got: {} },
    rpcText: { filtered: thrown['rpcText'], got: { error: 'Card declined', message: 'Card declined' } },
    rpcObject: { filtered: thrown['rpcObject'], got: { error: declined, message: 'Card declined' } },
    http: {
      filtered: thrown['http'],
      got: { response: 'No such order', status: 404, message: 'No such order', name: 'HttpException' },
    },
    payload: {
      filtered: thrown['payload'],
      got: {
        response: findings,
        status: 400,
        options: {},
        message: 'Bad Request Exception',
        name: 'BadRequestException',
      },
    },
  },
};

const ways: Readonly<Record<string, Listener>> = {
  tcp: { transport: 'tcp' },
  redis: { transport: 'redis', broker: 'broker' },
  nats: { transport: 'nats', broker: 'broker' },
};

function hybrid(way: Listener, settings: Partial<Service>): Flow {
  const listeners = { way, web: { transport: 'http' as const } };
  const orders: Service = { name: 'orders', position, replicas: 1, validation: true, listeners, handlers, ...settings };
  const caller: Service = {
    name: 'caller',
    position,
    replicas: 1,
    listeners: { tcp: { transport: 'tcp' } },
    handlers: {},
  };
  const to = 'broker' in way ? 'broker' : 'orders';
  return {
    ...emptyFlow('X-ray'),
    services: { caller, orders },
    brokers: 'broker' in way ? { broker: { name: 'broker', transport: way.transport, position } } : {},
    wires: { w: { name: 'ORDERS', from: 'caller', to, policies: { timeout: { ms: 10_000 } } } },
  };
}

async function placesOf(playground: Playground, cmd: string): Promise<unknown> {
  const sent = await playground.session.send('w', { cmd }, {});
  const events = await playground.trace(sent.traceId, 'threw', 'replied', 'failed');
  const one = (type: string) => events.find((event) => event.type === type);
  const { err, isDisposed } = JSON.parse(one('replied')?.packet ?? '{}') as Record<string, unknown>;
  expect(one('failed')?.error).toEqual(sent.error);
  return { thrown: one('threw')?.error, filtered: one('replied')?.error, packet: { err, isDisposed }, got: sent.error };
}

describe.each(Object.entries(ways))('over %s', (_name, way) => {
  test.each(['none', 'keepMessage', 'rpcException', 'asIs'] as const)(
    'inherited, with the filter %s',
    async (filter) => {
      const settings = filter === 'none' ? {} : { filter };
      const flow = hybrid(way, { inheritAppConfig: true, ...settings });
      await using playground = await Playground.open(server, { flow });
      for (const [what, { filtered, got }] of Object.entries(expected[filter])) {
        expect({ what, ...((await placesOf(playground, what)) as object) }).toEqual({
          what,
          thrown: thrown[what],
          filtered,
          packet: { err: got, isDisposed: true },
          got,
        });
      }
    },
  );

  test('not inherited, no filter and no pipe reach a message', async () => {
    await using playground = await Playground.open(server, { flow: hybrid(way, { filter: 'keepMessage' }) });
    for (const [what, { filtered, got }] of Object.entries(nestsOwn)) {
      if (what === 'payload') continue;
      expect({ what, ...((await placesOf(playground, what)) as object) }).toEqual({
        what,
        thrown: thrown[what],
        filtered,
        packet: { err: got, isDisposed: true },
        got,
      });
    }
    expect((await playground.session.send('w', { cmd: 'payload' }, {})).reply).toBe('handled');
  });

  test('switched on and off while it runs, on the same wire', async () => {
    const flow = hybrid(way, { filter: 'keepMessage' });
    await using playground = await Playground.open(server, { flow });
    const errorNow = async (inheritAppConfig: boolean): Promise<unknown> => {
      const edit = {
        edit: 'set' as const,
        part: 'services' as const,
        id: 'orders',
        field: 'inheritAppConfig',
        value: inheritAppConfig,
      };
      await playground.session.edit([edit]);
      return (await playground.session.send('w', { cmd: 'error' }, {})).error;
    };
    expect(await errorNow(true)).toEqual({ status: 'error', message: 'The database is on fire' });
    expect(await errorNow(false)).toEqual(hidden);
    expect(await errorNow(true)).toEqual({ status: 'error', message: 'The database is on fire' });
  });
});
