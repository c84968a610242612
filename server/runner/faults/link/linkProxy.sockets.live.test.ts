/** Whatever the sockets on both sides do: nothing is left, nothing grows without end, nothing goes unhandled. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { faultSchema, type LinkFault } from '#shared/faults/fault.ts';
import type { Clock } from './clock.ts';
import { startLinkProxy, type LinkProxy } from './linkProxy.ts';

const host = '127.0.0.1';
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const fault = (settings: Record<string, unknown>): LinkFault =>
  faultSchema.parse({ id: 'f', target: { wire: 'w' }, ...settings }) as LinkFault;

async function serve(onSocket: (socket: Socket) => void, port = 0): Promise<Server & { port: number }> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    onSocket(socket);
  });
  server.listen(port, host);
  await once(server, 'listening');
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    if (!server.listening) return;
    server.close();
    await once(server, 'close');
  });
  return Object.assign(server, { port: (server.address() as AddressInfo).port });
}

const echoes = (socket: Socket): unknown => socket.pipe(socket);

async function startProxy(port: number, options: { clock?: Clock; random?: () => number } = {}): Promise<LinkProxy> {
  const proxy = await startLinkProxy({ random: () => 0.5, onInjected: () => undefined, ...options });
  closers.push(() => proxy.close());
  proxy.setTarget(() => ({ host, port }));
  return proxy;
}

async function dial(port: number): Promise<Socket> {
  const socket = connect({ port, host, allowHalfOpen: true });
  closers.push(() => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

function endOf(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.once('close', () => resolve('closed'));
  });
}

/** Not `for await`, which destroys the socket once it is read. */
async function readAll(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(socket, 'end');
  return text;
}

const openSockets = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap' || name === 'TCPServerWrap').length;

/** Hands that only the test turns. */
function handClock(): Clock & { turnTo(ms: number): void; waiting(): number } {
  let now = 0;
  const alarms = new Set<{ at: number; act: () => void }>();
  return {
    now: () => now,
    after(ms, act) {
      const alarm = { at: now + ms, act };
      alarms.add(alarm);
      return () => alarms.delete(alarm);
    },
    turnTo(ms) {
      now = ms;
      for (const alarm of alarms) if (alarm.at <= now && alarms.delete(alarm)) alarm.act();
    },
    waiting: () => alarms.size,
  };
}

test('a thousand connections, ended in every way there is, leave no socket behind', async () => {
  const server = await serve(echoes);
  const proxy = await startProxy(server.port);
  const endings: ((socket: Socket) => unknown)[] = [
    (socket) => socket.end(),
    (socket) => socket.destroy(),
    (socket) => socket.resetAndDestroy(),
    (socket) => socket.end('more').destroySoon(),
  ];
  for (let round = 0; round < 20; round += 1) {
    const sockets = await Promise.all(Array.from({ length: 50 }, () => dial(proxy.port)));
    const ends = sockets.map(endOf);
    for (const [at, socket] of sockets.entries()) {
      socket.resume();
      socket.write('x'.repeat(at * 100));
      endings[at % endings.length]?.(socket);
    }
    await Promise.all(ends);
  }
  await expect.poll(() => proxy.connections()).toBe(0);
  await proxy.close();
  // What is left is the service's own listening socket.
  await expect.poll(openSockets).toBe(1);
});

test('closing it under load, with every kind of fault on, leaves no socket and no timer', async () => {
  const server = await serve(echoes);
  const clock = handClock();
  const proxy = await startProxy(server.port, { clock });
  const sockets = await Promise.all(Array.from({ length: 50 }, () => dial(proxy.port)));
  const ends = sockets.map(endOf);
  proxy.setFaults([
    fault({ id: 'slow', kind: 'latency', latencyMs: 1000, jitterMs: 500 }),
    fault({ id: 'hole', kind: 'timeout', closeAfterMs: 2000, leg: 'reply' }),
    fault({ id: 'cut', kind: 'reset_peer', afterMs: 3000 }),
  ]);
  for (const socket of sockets) socket.write('held');
  await expect.poll(() => clock.waiting()).toBe(50 * 4);
  await proxy.close();
  await Promise.all(ends);
  expect(clock.waiting()).toBe(0);
  expect(proxy.connections()).toBe(0);
  // What is left is the service's own listening socket.
  await expect.poll(openSockets).toBe(1);
});

test('a half-closed connection still gets its reply', async () => {
  const server = await serve((socket) => void readAll(socket).then((text) => socket.end(`got ${text}`)));
  const proxy = await startProxy(server.port);
  const socket = await dial(proxy.port);
  socket.end('all of it');
  expect(await readAll(socket)).toBe('got all of it');
});

test('a service that is not there resets its caller', async () => {
  const server = await serve(echoes);
  const proxy = await startProxy(server.port);
  server.close();
  await once(server, 'close');
  expect(await endOf(connect({ port: proxy.port, host }))).toBe('ECONNRESET');
  expect(proxy.connections()).toBe(0);
});

test('a service that resets resets its caller, and the other way round', async () => {
  const atServer: Promise<string>[] = [];
  const accepted: Socket[] = [];
  const server = await serve((socket) => {
    accepted.push(socket.resume());
    atServer.push(endOf(socket));
  });
  const proxy = await startProxy(server.port);
  const first = await dial(proxy.port);
  await expect.poll(() => accepted.length).toBe(1);
  accepted[0]?.resetAndDestroy();
  expect(await endOf(first)).toBe('ECONNRESET');
  const second = await dial(proxy.port);
  await expect.poll(() => accepted.length).toBe(2);
  second.resetAndDestroy();
  expect(await atServer[1]).toBe('ECONNRESET');
});

test.each(['none', 'latency'])('a reader that does not read stops the writer (faults: %s)', async (kind) => {
  const server = await serve((socket) => socket.pause());
  const proxy = await startProxy(server.port);
  if (kind === 'latency') proxy.setFaults([fault({ kind: 'latency', latencyMs: 600_000 })]);
  const socket = await dial(proxy.port);
  const piece = Buffer.alloc(1 << 20);
  for (let count = 0; count < 64; count += 1) socket.write(piece);
  // The writer keeps what nobody takes: all but what the kernel's buffers and the proxy's one megabyte hold.
  let before = -1;
  await expect
    .poll(
      () => {
        const isStill = socket.writableLength === before;
        before = socket.writableLength;
        return isStill;
      },
      { interval: 200 },
    )
    .toBe(true);
  expect(socket.writableLength).toBeGreaterThan(32 << 20);
});

test('latency keeps the order under jitter, and delays a hundred messages no longer than one', async () => {
  const server = await serve(echoes);
  const clock = handClock();
  let seed = 0;
  const random = (): number => (seed = (seed + 0.37) % 1);
  const proxy = await startProxy(server.port, { clock, random });
  const socket = await dial(proxy.port);
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  proxy.setFaults([fault({ kind: 'latency', latencyMs: 100, jitterMs: 50, leg: 'request' })]);
  const sent = Array.from({ length: 100 }, (_, at) => `${at};`);
  for (const message of sent) {
    socket.write(message);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await expect.poll(() => clock.waiting()).toBe(1);
  clock.turnTo(49);
  expect(text).toBe('');
  // What arrived after the hands were turned is due later; nothing is sent then, so one last turn is enough for all.
  await expect
    .poll(() => {
      clock.turnTo(clock.now() + 150);
      return text;
    })
    .toBe(sent.join(''));
});

test('a port that somebody else has for a moment is taken back', async () => {
  const server = await serve(echoes);
  const proxy = await startProxy(server.port);
  const { port } = proxy;
  await proxy.setEnabled(false);
  const thief = await serve(() => undefined, port);
  const back = proxy.setEnabled(true);
  thief.close();
  await back;
  expect(proxy.port).toBe(port);
  const socket = await dial(port);
  socket.write('home');
  expect(String((await once(socket, 'data'))[0])).toBe('home');
});

test('on and off in quick succession ends as asked last', async () => {
  const server = await serve(echoes);
  const proxy = await startProxy(server.port);
  await Promise.all([false, true, false, true, false].map((on) => proxy.setEnabled(on)));
  expect(await endOf(connect({ port: proxy.port, host }))).toBe('ECONNREFUSED');
  await Promise.all([true, false, true].map((on) => proxy.setEnabled(on)));
  expect((await dial(proxy.port)).readyState).toBe('open');
});
