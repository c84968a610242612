import { expect, test } from 'vitest';
import { flowSchema, type Flow } from '#shared/flow/flow.ts';
import { isAlive } from '../testing/isAlive.ts';
import { startTestServer } from '../testing/testServer.ts';
import type { TestSession } from '../testing/testSession.ts';

/**
 *   gate (own process, http) ══ ASK, tcp ══▶ shop ══ BUS ══▶ redis ◀══ clerk (own process)
 */
const position = { x: 0, y: 0 };
const flow: Flow = flowSchema.parse({
  version: 1,
  name: 'Links of own processes',
  services: {
    gate: {
      name: 'gate',
      position,
      process: 'own',
      listeners: { web: { transport: 'http' } },
      handlers: {
        ask: {
          on: { http: 'GET /ask' },
          steps: [
            { do: 'send', wire: 'ask', pattern: 'ask', as: 'got' },
            { do: 'reply', value: 'got' },
          ],
        },
      },
    },
    shop: {
      name: 'shop',
      position,
      listeners: { tcp: { transport: 'tcp' } },
      handlers: {
        ask: {
          on: { message: 'ask' },
          steps: [
            { do: 'send', wire: 'bus', pattern: 'look', data: "'it'", as: 'seen' },
            { do: 'reply', value: '({ seen })' },
          ],
        },
      },
    },
    clerk: {
      name: 'clerk',
      position,
      process: 'own',
      listeners: { queue: { transport: 'redis', broker: 'redis' } },
      handlers: { look: { on: { message: 'look' }, steps: [{ do: 'reply', value: "data + ' is there'" }] } },
    },
  },
  brokers: { redis: { name: 'redis', transport: 'redis', position } },
  wires: {
    ask: { name: 'ASK', from: 'gate', to: 'shop' },
    bus: { name: 'BUS', from: 'shop', to: 'redis' },
  },
  drivers: { user: { name: 'User', position, to: 'gate', request: 'GET /ask' } },
});

const good = { status: 200, body: { seen: 'it is there' } };
const pidOf = async (session: TestSession, service: string): Promise<number | undefined> =>
  (await session.read()).services[service]?.process?.pid;

/** Only where silence is what is expected: a busy machine takes its time. */
const beImpatient = async (session: TestSession, ms: number | undefined): Promise<void> => {
  const policies = ms === undefined ? {} : { timeout: { ms } };
  await session.edit([{ edit: 'set', part: 'wires', id: 'bus', field: 'policies', value: policies }]);
};

test('over HTTP and Redis it is a process as any other: silence while it is dead, answers when it is back', async () => {
  await using server = await startTestServer();
  const session = await server.openSession({ flow });
  expect(await session.drive('user')).toMatchObject(good);
  const through = await session.http('gate', '/ask');
  expect([through.status, await through.json()]).toEqual([200, good.body]);

  await session.service('clerk', 'kill');
  await beImpatient(session, 500);
  const silent = await session.send('bus', 'look', 'it');
  expect(silent.error).toEqual({ name: 'TimeoutError', message: 'Timeout has occurred' });
  const { events } = await session.trace(silent.traceId);
  expect(events.map(({ type, service }) => `${service} ${type}`)).toEqual([
    'shop called',
    'shop sent',
    'shop lost',
    'shop timedOut',
    'shop failed',
  ]);
  await beImpatient(session, undefined);
  await session.service('clerk', 'start');
  expect(await session.drive('user')).toMatchObject(good);

  const ports = (await session.read()).services['gate']?.listeners['web']?.ports;
  const pid = await pidOf(session, 'gate');
  await session.service('gate', 'stop');
  expect([isAlive(pid), (await session.drive('user')).error]).toEqual([
    false,
    { name: 'Error', message: 'connect ECONNREFUSED: nobody listens', code: 'ECONNREFUSED' },
  ]);
  await session.service('gate', 'start');
  expect((await session.read()).services['gate']?.listeners['web']?.ports).toEqual(ports);
  expect(await session.drive('user')).toMatchObject(good);
});

test('link faults act between processes, each on its one connection, and mending restores what was', async () => {
  await using server = await startTestServer();
  const session = await server.openSession({ flow });
  expect(await session.drive('user')).toMatchObject(good);
  const broken = [
    { kind: 'down', target: { wire: 'ask' } },
    { kind: 'down', target: { service: 'shop' } },
    { kind: 'reset_peer', target: { listener: 'gate.web' } },
    { kind: 'timeout', closeAfterMs: 0, target: { listener: 'clerk.queue' } },
    { kind: 'timeout', closeAfterMs: 0, target: { broker: 'redis' } },
  ];
  for (const fault of broken) {
    await session.putFault('f', fault);
    await beImpatient(session, 500);
    expect((await session.drive('user')).status).not.toBe(200);
    await session.mend('f');
    // What is sent before everybody has connected again is lost, and would be waited for.
    await beImpatient(session, 5000);
    await expect.poll(async () => session.drive('user'), { timeout: 50_000 }).toMatchObject(good);
  }
  await session.putFault('slow', { kind: 'latency', latencyMs: 100, leg: 'request', target: { service: 'shop' } });
  const { events } = await session.trace((await session.drive('user')).traceId);
  const sent = events.find(({ type, service }) => type === 'sent' && service === 'gate')?.atUs ?? 0;
  const received = events.find(({ type, service }) => type === 'received' && service === 'shop')?.atUs ?? 0;
  // Once, not once on the wire and once more at the listener.
  expect(received - sent).toBeGreaterThanOrEqual(99_000);
  const injected = events.filter(({ type }) => type === 'injected');
  expect(injected.map(({ faults, service }) => [faults, service])).toEqual([[['slow'], 'gate']]);
});

test('a process fault on such a service is blamed by its callers in the other process, and counted once', async () => {
  await using server = await startTestServer();
  const session = await server.openSession({ flow });
  using page = await session.join();
  const pid = await pidOf(session, 'clerk');
  for (const kind of ['kill', 'pause']) {
    await session.putFault('down', { kind, target: { service: 'clerk' } });
    await beImpatient(session, 500);
    const { traceId, error } = await session.send('bus', 'look', 'it');
    expect(error).toEqual({ name: 'TimeoutError', message: 'Timeout has occurred' });
    const { events } = await session.trace(traceId);
    const failed = events.find(({ type }) => type === 'failed');
    expect([kind, failed?.service, failed?.faults]).toEqual([kind, 'shop', ['down']]);
    await page.until(({ view }) => view?.faultProgress['down']?.hits === 1);
    await beImpatient(session, undefined);
    await session.mend('down');
    expect(await session.drive('user')).toMatchObject(good);
  }
  // These act inside the process; its own end is what Kill on its box, or a terminal, is for.
  expect(await pidOf(session, 'clerk')).toBe(pid);
});

test('what breakpoints hold in any process is seen, let go and lost like all else', async () => {
  await using server = await startTestServer();
  const session = await server.openSession({ flow });
  using page = await session.join();
  await session.putFault('here', { kind: 'hold', leg: 'request', target: { wire: 'ask' } });
  await session.putFault('there', { kind: 'hold', leg: 'request', target: { service: 'shop' } });
  const asked = session.drive('user');
  await page.until(({ view }) => view?.held[0]?.fault === 'here');
  const { id = '' } = page.view?.held[0] ?? {};
  expect(await session.rest.ok('GET', session.path(`/held/${id}`))).toEqual({ data: {} });
  expect(await session.rest.ok('POST', session.path(`/held/${id}`), { do: 'release' })).toEqual({});
  await page.until(({ view }) => view?.held[0]?.fault === 'there');
  expect(await session.rest.ok('POST', session.path('/held'), { do: 'release' })).toEqual({ acted: 1 });
  expect(await asked).toMatchObject(good);

  const lost = session.drive('user');
  await page.until(({ view }) => view?.held.length === 1);
  await session.service('gate', 'kill');
  expect((await lost).error).toMatchObject({ code: 'ECONNRESET' });
  await page.untilEvent(({ type, service, faults }) => type === 'lost' && service === 'gate' && faults?.[0] === 'here');
  await page.until(({ view }) => view?.held.length === 0);
});
