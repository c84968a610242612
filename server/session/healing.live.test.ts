import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { fanOut } from '#shared/examples/fanOut.ts';
import { pingPong } from '#shared/examples/pingPong.ts';
import type { TraceEvent } from '#shared/trace.ts';
import { startTestServer } from '../testing/testServer.ts';

const ping = { cmd: 'ping' };
const isAlive = (pid: number | undefined): boolean => {
  try {
    return process.kill(pid ?? 0, 0);
  } catch {
    return false;
  }
};

test('a killed runner is replaced, the flow and its faults live again, and everybody is told why', async () => {
  await using server = await startTestServer();
  const session = await server.openSession({ flow: pingPong });
  await session.edit([{ edit: 'renameFlow', name: 'Kept' }]);
  await session.putFault('boom', { kind: 'throw_rpc', status: 418, message: 'no', target: { handler: 'pong.ping' } });
  using page = await session.join();
  const killed = session.runnerPid ?? 0;
  process.kill(killed, 'SIGKILL');
  await page.until(({ view }) => view?.runner === 'restarting');
  await page.untilEvent(
    (event) =>
      event.type === 'serviceChanged' &&
      event.service === 'pong' &&
      event.state === 'down' &&
      event.note === 'The runner was killed (SIGKILL) and is being restarted.',
  );
  await page.until(({ view }) => view?.runner === 'up');
  expect(session.runnerPid).not.toBe(killed);
  expect(await session.read()).toMatchObject({ revision: 1, flow: { ...pingPong, name: 'Kept' }, runner: 'up' });
  expect((await session.send('pong', ping, {})).error).toEqual({ status: 418, message: 'no' });
  await session.mendAll();
  expect((await session.send('pong', ping, { text: 'a' })).reply).toEqual({ text: 'pong', youSaid: 'a' });
  const { events } = await session.events();
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
});

test('whoever waits for an answer when the runner dies is told so', async () => {
  await using server = await startTestServer();
  const session = await server.openSession({ flow: pingPong });
  using page = await session.join();
  await session.putFault('mute', { kind: 'never_reply', target: { handler: 'pong.ping' } });
  const answer = page.command('send', { wire: 'pong', pattern: ping, data: {} });
  await page.untilEvent(({ type, service }) => type === 'received' && service === 'pong');
  process.kill(session.runnerPid ?? 0, 'SIGKILL');
  expect(await answer).toMatchObject({ ok: false, problem: { code: 'runnerFailed' } });
});

test('an edit that arrives while the runner is dead is kept and lives afterwards', async () => {
  await using server = await startTestServer();
  const session = await server.openSession({ flow: pingPong });
  using page = await session.join();
  process.kill(session.runnerPid ?? 0, 'SIGKILL');
  await page.until(({ view }) => view?.runner === 'restarting');
  const handler = { on: { message: ping }, steps: [{ do: 'reply' as const, value: "'after'" }] };
  expect(await session.edit([{ edit: 'putHandler', service: 'pong', id: 'ping', handler }])).toEqual({
    revision: 1,
    problems: [],
  });
  expect((await session.send('pong', ping, {})).reply).toBe('after');
});

test('another session does not notice', async () => {
  await using server = await startTestServer();
  const [hit, other] = await Promise.all([
    server.openSession({ flow: pingPong }),
    server.openSession({ flow: pingPong }),
  ]);
  using page = await hit.join();
  const pid = other.runnerPid;
  process.kill(hit.runnerPid ?? 0, 'SIGKILL');
  expect((await other.send('pong', ping, {})).error).toBeUndefined();
  await page.until(({ view }) => view?.runner === 'restarting');
  expect([other.runnerPid, (await other.read()).runner]).toEqual([pid, 'up']);
});

test('a session takes the warm runner, and the next one is warmed', async () => {
  await using server = await startTestServer();
  const { runners } = server.running.sessions;
  await runners.isReady();
  const warm = runners.pid;
  const session = await server.openSession({ flow: pingPong });
  expect(session.runnerPid).toBe(warm);
  await expect.poll(() => runners.living).toBe(2);
  await session.close();
  await expect.poll(() => isAlive(warm)).toBe(false);
});

test('closing the server leaves no process and no port', async () => {
  const server = await startTestServer({ controlPort: 0 });
  const session = await server.openSession({ example: 'fan-out' });
  const { services, brokers } = await session.read();
  const http = services['cats']?.listeners['web']?.ports[0];
  const pids = [session.runnerPid, server.running.sessions.runners.pid];
  const ports = [server.running.port, server.running.controlPort, http, brokers['redis']?.port];
  expect(ports.every((port) => port !== undefined && port > 0)).toBe(true);
  using page = await session.join();
  await server.close();
  // Not closed, only cut off: it comes back when the server does.
  await page.until(({ socket }) => !socket.connected);
  expect([page.closedReason, page.socket.active]).toEqual([undefined, true]);
  expect(pids.map(isAlive)).toEqual([false, false]);
  const refused = await Promise.all(
    ports.map((port) =>
      fetch(`http://127.0.0.1:${port}`).then(
        () => 'answered',
        () => 'refused',
      ),
    ),
  );
  expect(refused).toEqual(['refused', 'refused', 'refused', 'refused']);
});

test('whoever waits for an answer when the server stops still gets one', async () => {
  const server = await startTestServer();
  const session = await server.openSession({ flow: pingPong });
  await session.putFault('mute', { kind: 'never_reply', target: { handler: 'pong.ping' } });
  using page = await session.join();
  const answer = server.rest.post(session.path('/send'), { wire: 'pong', pattern: ping, data: {} });
  await page.untilEvent(({ type, service }) => type === 'received' && service === 'pong');
  await server.close();
  // What the wire's client got when its service closed, or that the runner has ended: whichever came first.
  expect([200, 503]).toContain((await answer).status);
});

test('a broker that is configured but dead says so on its box, and the rest works', async () => {
  await using server = await startTestServer({ brokerEnv: { REDIS_URL: 'redis://127.0.0.1:1' } });
  const session = await server.openSession({ example: 'fan-out' });
  const view = await session.read();
  const message = expect.stringContaining('REDIS_URL') as string;
  const problem = { code: 'brokerFailed', message, at: 'brokers.redis', severity: 'error' };
  expect(view.brokers['redis']).toMatchObject({ state: 'down', source: 'configured', port: 0, problem });
  expect(view.problems).toContainEqual(problem);
  expect(view.services['cats']?.state).toBe('up');
  expect(await server.rest.post(session.path('/brokers/redis/start'))).toMatchObject({
    status: 503,
    body: { ok: false, problem },
  });
});

/** Ends the broker on this port as an accident would: without asking us. */
function killBroker(port: number): void {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' });
  const mine = stdout
    .split('\n')
    .filter((line) => new RegExp(`[: ]${port}\\b`).test(line) && !/^\s*\d+ (\/bin\/)?sh /.test(line));
  expect(mine.length).toBe(1);
  process.kill(Number.parseInt(mine[0] ?? '', 10), 'SIGKILL');
}

test.each(['auto', 'built-in'] as const)(
  'a Redis that dies by itself comes back on its port, and events flow again (%s)',
  async (brokers) => {
    await using server = await startTestServer({ brokerEnv: { ...process.env, PATCHBAY_BROKERS: brokers } });
    const session = await server.openSession({ flow: fanOut });
    using page = await session.join();
    const before = (await session.read()).brokers['redis'];
    killBroker(before?.port ?? 0);
    const down = await page.untilEvent((event) => event.type === 'brokerChanged' && event.state === 'down');
    expect(down.note).toMatch(/SIGKILL/);
    const backUp = (event: TraceEvent): boolean => event.seq > down.seq && 'state' in event && event.state === 'up';
    await page.untilEvent((event) => event.type === 'brokerChanged' && backUp(event));
    // Two replicas of notifications, one of audit.
    await page.until(
      ({ events }) => events.filter((event) => event.type === 'serviceChanged' && backUp(event)).length === 3,
    );
    expect((await session.read()).brokers['redis']).toEqual(before);
    const { traceId } = await session.emit('events', 'cat_created', { name: 'Tom' });
    await page.until(
      ({ events }) => events.filter((event) => event.type === 'received' && event.traceId === traceId).length === 3,
    );
  },
);

test('a Redis that was killed on purpose stays down until it is started', async () => {
  await using server = await startTestServer();
  const session = await server.openSession({ flow: fanOut });
  using page = await session.join();
  await session.broker('redis', 'kill');
  await page.until(({ view }) => view?.brokers['redis']?.state === 'down');
  // Whatever the broker does next, it does before it answers this.
  await session.edit([{ edit: 'renameFlow', name: 'Later' }]);
  expect((await session.read()).brokers['redis']?.state).toBe('down');
  await session.broker('redis', 'start');
  await page.until(({ view }) => view?.brokers['redis']?.state === 'up');
});
