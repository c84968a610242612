import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowSchema, type Flow } from '#shared/flow/flow.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';
import type { TestSession } from '../testing/testSession.ts';
import { waitUntil } from '../testing/waitUntil.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const position = { x: 0, y: 0 };

const flow = (process?: 'own', change: object = {}): Flow =>
  flowSchema.parse({
    version: 1,
    name: 'Replicas',
    services: {
      web: { name: 'web', position, listeners: { http: { transport: 'http' } } },
      prices: {
        name: 'prices',
        position,
        replicas: 3,
        ...(process === undefined ? {} : { process }),
        listeners: { tcp: { transport: 'tcp', registry: 'names' } },
        handlers: { get: { on: { message: 'price' }, steps: [{ do: 'reply', value: 'meta.replica' }] } },
      },
    },
    wires: { prices: { name: 'PRICES', from: 'web', to: 'prices' } },
    registries: { names: { name: 'names', position, heartbeatMs: 200, timeoutMs: 1500 } },
    ...change,
  });

async function inTurn(session: TestSession, count: number): Promise<unknown[]> {
  const got: unknown[] = [];
  for (let sent = 0; sent < count; sent += 1) {
    const { reply, error } = await session.send('prices', 'price', {});
    got.push(error === undefined ? reply : 'error');
  }
  return got;
}

const listed = async (session: TestSession): Promise<number[] | undefined> =>
  (await session.read()).registries?.['names']?.instances.map(({ replica }) => replica);

describe.each([undefined, 'own'] as const)('A registry whose service runs in process %j', (process) => {
  it('has its replicas take turns, loses all of them when they are killed, and has them back', async () => {
    const session = await server.openSession({ flow: flow(process) });
    await waitUntil('all are listed', async () => (await listed(session))?.length === 3);
    await waitUntil('all take turns', async () => new Set(await inTurn(session, 3)).size === 3);
    const turns = await inTurn(session, 9);
    expect([0, 1, 2].map((replica) => turns.filter((one) => one === replica).length)).toEqual([3, 3, 3]);
    await session.service('prices', 'kill');
    expect(await inTurn(session, 3)).toEqual(['error', 'error', 'error']);
    await waitUntil('nobody is listed', async () => (await listed(session))?.length === 0);
    await waitUntil('nobody is called', async () => {
      const { error } = await session.send('prices', 'price', {});
      return JSON.stringify(error).includes('No instance of');
    });
    await session.service('prices', 'start');
    await waitUntil('all are listed again', async () => (await listed(session))?.length === 3);
    await waitUntil('all take turns again', async () => {
      const got = await inTurn(session, 3);
      return new Set(got).size === 3 && !got.includes('error');
    });
    const { events } = await session.events();
    const left = events.filter((event) => event.type === 'registryChanged' && event.state === 'left');
    expect(left).toHaveLength(3);
    await session.close();
  });
});

describe('A registry of a session', () => {
  it('is read, killed and started through the door, and says what it holds', async () => {
    const session = await server.openSession({ flow: flow() });
    const read = () => session.rest.ok<{ tables: object[] }>('GET', session.path('/registries/names/contents'));
    expect((await read()).tables).toMatchObject([{ title: 'Instances' }, { title: 'What happened' }]);
    await session.rest.ok('POST', session.path('/registries/names/kill'));
    await waitUntil('it is down', async () => (await session.read()).registries?.['names']?.state === 'down');
    expect(await inTurn(session, 3)).not.toContain('error');
    await session.rest.ok('POST', session.path('/registries/names/start'));
    await waitUntil('it is up', async () => (await listed(session))?.length === 3);
    await session.close();
  });

  it('is not there in a session without one', async () => {
    const session = await server.openSession({ example: 'ping-pong' });
    expect(Object.keys(await session.read())).not.toContain('registries');
    await session.close();
  });

  it('is missed when a listener names one that is not drawn, and called hasty when its timeout is no longer than a heartbeat', async () => {
    const session = await server.openSession({ flow: flow(undefined, { registries: undefined }) });
    expect((await session.read()).problems).toMatchObject([
      { code: 'missingRegistry', at: 'services.prices.listeners.tcp.registry', severity: 'error' },
    ]);
    await session.edit([
      {
        edit: 'put',
        part: 'registries',
        id: 'names',
        value: { name: 'names', position, heartbeatMs: 900, timeoutMs: 900 },
      },
    ]);
    expect((await session.read()).problems).toMatchObject([
      { code: 'noEffect', at: 'registries.names.timeoutMs', severity: 'warning' },
    ]);
    await session.close();
  });
});
