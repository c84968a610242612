import { connect, type Socket } from 'node:net';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pingPong } from '#shared/examples/pingPong.ts';
import { emptyFlow } from '#shared/flow/flow.ts';
import type { MetricsAnswer } from '#shared/metrics/metrics.ts';
import { isHopEvent, type TraceEvent, type UnnumberedEvent } from '#shared/trace.ts';
import { joinSession, type TestPage } from '../testing/testPage.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';
import type { TestSession } from '../testing/testSession.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const isDone = ({ type }: { type: string }): boolean => type === 'completed';
const seqs = (page: TestPage): number[] => page.events.map(({ seq }) => seq);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
const logged = (data: string): UnnumberedEvent => ({
  atUs: 1,
  type: 'logged',
  traceId: 'a'.repeat(32),
  hopId: 'b'.repeat(16),
  pattern: 'p',
  kind: 'event',
  data,
});

/** Puts events into a session as its runner would. */
function publish(session: TestSession, count: number, data = 'x'): void {
  const { relay } = server.running.sessions.get(session.id);
  relay.publish(Array.from({ length: count }, () => logged(data)));
}

test('two pages see the same flow, the same edits and the same events', async () => {
  const session = await server.openSession({ flow: pingPong });
  using one = await session.join();
  using two = await session.join();
  const edits = [{ edit: 'renameFlow', name: 'Ours' } as const];
  expect(await one.command('edit', { revision: 0, edits })).toEqual({ ok: true, revision: 1, problems: [] });
  await two.until(({ edited }) => edited.length === 1);
  expect(two.edited).toEqual([{ revision: 1, edits, by: one.socket.id, problems: [] }]);
  expect(await two.command('send', { wire: 'pong', pattern: { cmd: 'ping' }, data: {} })).toMatchObject({ ok: true });
  await Promise.all([one.untilEvent(isDone), two.untilEvent(isDone)]);
  const { events } = await session.events();
  await Promise.all([one, two].map((page) => page.until(() => page.events.length === events.length)));
  expect([one.events, two.events]).toEqual([events, events]);
  expect(seqs(one)).toEqual(upTo(events.length));
  await session.close();
});

test('a replaced flow is sent whole to everybody', async () => {
  const session = await server.openSession({ flow: pingPong });
  using page = await session.join();
  await session.replaceFlow(emptyFlow('New'));
  await page.until(({ view }) => view?.flow.name === 'New');
  expect(page.views).toBe(2);
  await session.close();
});

test('somebody who comes late gets the session as it is and the events so far', async () => {
  const session = await server.openSession({ flow: emptyFlow() });
  await session.edit([{ edit: 'renameFlow', name: 'Later' }]);
  publish(session, 5000);
  using page = await session.join();
  expect([page.view?.flow.name, page.view?.revision, page.lastSeq]).toEqual(['Later', 1, 5000]);
  await page.until(({ events }) => events.length === 5000);
  expect([seqs(page), page.missed]).toEqual([upTo(5000), 0]);
  await session.close();
});

test('a page that comes back gets what happened since, and is told what is not kept', async () => {
  const session = await server.openSession({ flow: emptyFlow() });
  publish(session, 10);
  using again = await session.join({ after: 7 });
  await again.until(({ events }) => events.length === 3);
  expect([seqs(again), again.missed]).toEqual([[8, 9, 10], 0]);
  publish(session, 20_050);
  using late = await session.join({ after: 10 });
  await late.until(({ events }) => events.at(-1)?.seq === 20_060);
  expect([late.missed, late.events.length]).toEqual([50, 20_000]);
  await session.close();
});

test('a page that reads slowly is told what it missed, costs no memory, and holds nobody up', async () => {
  const session = await server.openSession({ flow: emptyFlow() });
  using slow = await session.join();
  using quick = await session.join();
  const batch = 500;
  publish(session, batch);
  await slow.until(({ events }) => events.length === batch);
  const { pause, resume } = brake(slow);
  pause();
  const data = 'x'.repeat(4000);
  const rounds = 100;
  for (let round = 1; round <= rounds; round += 1) {
    publish(session, batch, data);
    await quick.until(({ events }) => events.length === batch * (round + 1));
  }
  const total = batch * (rounds + 1);
  expect([seqs(quick), quick.missed]).toEqual([upTo(total), 0]);
  resume();
  await slow.until(({ events }) => events.at(-1)?.seq === total);
  // What it got in the end is all that was ever held for it: the rest of the 200 MB never waited anywhere.
  expect(slow.events.length).toBeLessThan(total / 2);
  expect(slow.events.length + slow.missed).toBe(total);
  publish(session, 1);
  await slow.until(({ events }) => events.at(-1)?.seq === total + 1);
  await session.close();
});

function socketOf(page: TestPage): Socket {
  const { transport } = page.socket.io.engine as unknown as { transport: { ws: { _socket: Socket } } };
  return transport.ws._socket;
}

/** Stops reading at the TCP socket below the page. */
function brake(page: TestPage): { pause: () => void; resume: () => void } {
  const socket = socketOf(page);
  return { pause: () => void socket.pause(), resume: () => void socket.resume() };
}

test('behind 50 kB/s a page sees the newest, is told what it missed, and still has exact numbers, while services go on', async () => {
  const session = await server.openSession({ flow: pingPong });
  using slow = await session.join();
  using quick = await session.join();
  const free = throttle(slow, 50_000);
  const { relay } = server.running.sessions.get(session.id);
  const calls = 20_000;
  for (let call = 0; call < calls; call += 500) {
    relay.publish(Array.from({ length: 500 }, (_, index) => completed(call + index)));
    await quick.until(({ events }) => events.filter(isHopOf('foreign')).length === call + 500);
  }
  expect(await session.send('pong', { cmd: 'ping' }, {})).toMatchObject({ reply: expect.anything() });
  await quick.untilEvent(({ type, ...event }) => type === 'completed' && 'wire' in event && event.wire === 'pong');
  // 20 MB would take this page seven minutes: they are not kept for it, and its numbers do not come from them.
  const numbers = await session.rest.ok<MetricsAnswer>('GET', session.path('/metrics'));
  const counted = numbers.frames.map(({ series }) => series['wire:foreign']?.count ?? 0);
  expect(counted.reduce((sum, count) => sum + count, 0)).toBe(calls);
  free();
  const { lastSeq } = relay;
  await slow.until(({ events }) => events.at(-1)?.seq === lastSeq);
  expect(slow.missed).toBeGreaterThan(0);
  expect(slow.events.length + slow.missed).toBe(lastSeq);
  expect(quick.missed).toBe(0);
  await session.close();
});

const isHopOf = (wire: string) => (event: TraceEvent) => isHopEvent(event) && event.wire === wire;
const completed = (index: number): UnnumberedEvent => ({
  atUs: 1_000_000 + index,
  type: 'completed',
  traceId: 'a'.repeat(32),
  hopId: 'b'.repeat(16),
  pattern: 'p',
  kind: 'event',
  wire: 'foreign',
  data: 'x'.repeat(1000),
});

/** Reads no more than this from the TCP socket below the page. Returns what lets it go again. */
function throttle(page: TestPage, bytesPerSecond: number): () => void {
  const socket = socketOf(page);
  let timer: NodeJS.Timeout | undefined;
  const take = (bytes: Buffer): void => {
    socket.pause();
    timer = setTimeout(() => socket.resume(), (bytes.length / bytesPerSecond) * 1000);
  };
  socket.on('data', take);
  return () => {
    clearTimeout(timer);
    socket.off('data', take);
    socket.resume();
  };
}

test('an unknown session is over before it begins', async () => {
  using page = await joinSession(server.url, { session: 'nope' });
  expect([page.view, page.closedReason]).toEqual([undefined, expect.stringContaining('no session "nope"')]);
  await page.until(({ socket }) => !socket.connected);
  using nobody = await joinSession(server.url, {});
  expect(nobody.closedReason).toBeDefined();
});

test('a closed session tells its pages why', async () => {
  const session = await server.openSession({ flow: emptyFlow() });
  using page = await session.join();
  await session.close();
  await page.until(({ closedReason, socket }) => closedReason !== undefined && !socket.connected);
  expect(page.closedReason).toBe('It was closed by request.');
});

test('a page may ask only about its own session', async () => {
  const mine = await server.openSession({ flow: emptyFlow() });
  const other = await server.openSession({ flow: emptyFlow() });
  using page = await mine.join();
  const ask = (params: object): Promise<object> => page.socket.emitWithAck('command', 'readSession', params);
  expect(await ask({ session: other.id })).toMatchObject({ ok: false, problem: { code: 'notFound', at: 'session' } });
  expect(await ask({ session: mine.id })).toMatchObject({ ok: true, id: mine.id });
  await Promise.all([mine.close(), other.close()]);
});

test('a page of another origin gets no connection', async () => {
  const session = await server.openSession({ flow: emptyFlow() });
  const extraHeaders = { origin: 'http://evil.example' };
  const socket = io(server.url, {
    auth: { session: session.id },
    transports: ['websocket'],
    extraHeaders,
    reconnection: false,
  });
  const error = await new Promise((resolve) => socket.once('connect_error', resolve));
  expect(error).toBeInstanceOf(Error);
  await session.close();
});

test('bytes that are no Socket.IO hurt nobody', async () => {
  const { port } = server.running;
  const socket = connect(port, '127.0.0.1');
  socket.write('GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\n\r\n\u0000\u0001garbage');
  await new Promise((resolve) => socket.once('close', resolve).once('error', resolve).resume());
  expect((await server.rest.get('/health/live')).status).toBe(200);
});
