import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Flow } from '#shared/flow/flow.ts';
import type { TestPage } from '../testing/testPage.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';
import type { TestSession } from '../testing/testSession.ts';
import { callerOverRedis, event, message, redisService, reply } from './flows.ts';

/** Faults on whole processes, through the REST door: what a NestJS caller gets, and that it ends with the fault and the session. */

const math = redisService('math', 1, {
  sum: message('sum', [reply('data.a + data.b')]),
  seen: event('seen', []),
});
const overRedis = (timeoutMs: number): Flow => callerOverRedis({ math }, timeoutMs);

const ask = (session: TestSession) => session.send('w', { cmd: 'sum' }, { a: 2, b: 3 });
const impatient = async (session: TestSession, ms: number): Promise<void> => {
  await session.edit([{ edit: 'put', part: 'wires', id: 'w', value: overRedis(ms).wires['w'] }]);
};
const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
const up = (page: TestPage): Promise<void> =>
  page.until(({ view }) => view?.services['math']?.state === 'up' && view.wires['w']?.state === 'connected');

describe.each(['auto', 'built-in'] as const)('a fault on a broker of our own (%s)', (brokers) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ brokerEnv: { ...process.env, REDIS_URL: '', PATCHBAY_BROKERS: brokers } });
  });
  afterAll(() => server.close());

  test('killed, every caller is told at once; mended, it serves again on its port', async () => {
    const [session, other] = [
      await server.openSession({ flow: overRedis(20_000) }),
      await server.openSession({ flow: overRedis(20_000) }),
    ];
    using page = await session.join();
    expect([(await ask(session)).reply, (await ask(other)).reply]).toEqual([5, 5]);
    const before = (await session.read()).brokers['redis'];
    await session.putFault('dead', { kind: 'kill', target: { broker: 'redis' } });
    await page.until(({ view }) => view?.wires['w']?.state === 'reconnecting');
    const broken = await ask(session);
    expect(broken.error).toBe('Error: Connection lost. Trying to reconnect...');
    const { events } = await session.trace(broken.traceId);
    expect(events.filter(({ type }) => type === 'injected')).toMatchObject([{ faults: ['dead'] }]);
    const down = await page.untilEvent((event) => event.type === 'brokerChanged' && event.state === 'down');
    expect(down).toMatchObject({ broker: 'redis', faults: ['dead'] });
    expect(await server.rest.post(session.path('/brokers/redis/start'))).toMatchObject({
      body: { problem: { code: 'notRunning', message: 'The kill fault "dead" holds it down. Mend that fault.' } },
    });
    expect((await ask(other)).reply).toBe(5);

    await session.mend('dead');
    expect((await session.read()).brokers['redis']).toEqual(before);
    await up(page);
    expect((await ask(session)).reply).toBe(5);
    await Promise.all([session.close(), other.close()]);
  });

  test('killed for a time, it comes back by itself', async () => {
    const session = await server.openSession({ flow: overRedis(20_000) });
    using page = await session.join();
    await ask(session);
    await session.putFault('dead', { kind: 'kill', forMs: 100, target: { broker: 'redis' } });
    await page.until(({ view }) => view?.faults.length === 0);
    await page.until(({ view }) => view?.brokers['redis']?.state === 'up');
    await up(page);
    await expect.poll(async () => (await ask(session)).reply).toBe(5);
    await session.close();
  });

  test('standing still, nobody is answered and no connection ends; mended, what queued up arrives', async () => {
    const session = await server.openSession({ flow: overRedis(20_000) });
    using page = await session.join();
    expect((await ask(session)).reply).toBe(5);
    await impatient(session, 300);
    await session.putFault('still', { kind: 'pause', target: { broker: 'redis' } });
    const broken = await ask(session);
    expect(broken.error).toEqual({ name: 'TimeoutError', message: 'Timeout has occurred' });
    expect(broken.durationMs).toBeGreaterThanOrEqual(299);
    const { events } = await session.trace(broken.traceId);
    expect(events.filter(({ type }) => type === 'injected')).toMatchObject([{ faults: ['still'] }]);
    // A request waits for the subscription to its reply first, and its caller has given up; an event just goes.
    const emitting = session.emit('w', 'seen', {});
    await page.untilEvent((one) => one.type === 'called' && one.pattern === 'seen');
    await session.mend('still');
    const { traceId } = await emitting;
    await page.untilEvent((one) => one.type === 'received' && one.service === 'math' && one.traceId === traceId);
    await impatient(session, 20_000);
    expect((await ask(session)).reply).toBe(5);
    const states = page.events.flatMap((event) => (event.type === 'wireChanged' ? [event.state] : []));
    expect(new Set(states)).toEqual(new Set(['connected']));
    // Its session takes it along, though it cannot hear that it is over.
    const { port = 0 } = (await session.read()).brokers['redis'] ?? {};
    await session.putFault('still', { kind: 'pause', target: { broker: 'redis' } });
    await session.close();
    await expect.poll(() => isListening(port)).toBe(false);
  });
});

test('a Redis that is configured is not ours to kill or pause, and keeps serving', async () => {
  await using owner = await startTestServer({ brokerEnv: { PATH: process.env['PATH'], PATCHBAY_BROKERS: 'built-in' } });
  const lender = await owner.openSession({ flow: overRedis(20_000) });
  const { port = 0 } = (await lender.read()).brokers['redis'] ?? {};
  await using server = await startTestServer({ brokerEnv: { REDIS_URL: `redis://127.0.0.1:${port}` } });
  const session = await server.openSession({ flow: overRedis(20_000) });
  for (const [kind, word] of [
    ['kill', 'killed'],
    ['pause', 'paused'],
  ]) {
    expect(await server.rest.put(session.path('/faults/f'), { kind, target: { broker: 'redis' } })).toMatchObject({
      body: { problem: { code: 'readOnly', message: expect.stringContaining(`is not ours to be ${word}`) } },
    });
  }
  expect((await session.read()).faults).toEqual([]);
  expect((await ask(session)).reply).toBe(5);
});

test('however many messages block the event loop, the runner is not taken for dead, and mending ends it', async () => {
  await using server = await startTestServer();
  const session = await server.openSession({ flow: overRedis(60_000) });
  const { runnerPid } = session;
  await ask(session);
  await session.putFault('still', {
    kind: 'block_event_loop',
    blockMs: 1000,
    target: { handler: 'math.sum' },
  });
  const asked = Array.from({ length: 20 }, () => ask(session));
  // By then it has been blocked for longer than the server waits for a silent runner.
  await Promise.any(asked.slice(4));
  await session.mend('still');
  expect((await Promise.all(asked)).map(({ reply }) => reply)).toEqual(asked.map(() => 5));
  expect(session.runnerPid).toBe(runnerPid);
});
