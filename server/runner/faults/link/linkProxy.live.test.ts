import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { faultSchema, type LinkFault } from '#shared/faults/fault.ts';
import { seededRandom } from '#shared/random.ts';
import { startLinkProxy, type InjectedInfo, type LinkProxy } from './linkProxy.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const fault = (settings: Record<string, unknown>): LinkFault =>
  faultSchema.parse({ id: 'f', target: { wire: 'w' }, ...settings }) as LinkFault;

/** Answers every chunk with the same bytes, and ends when the other side ends. */
async function startEcho(): Promise<Server & { port: number }> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  return Object.assign(server, { port: (server.address() as AddressInfo).port });
}

interface Setup {
  proxy: LinkProxy;
  injected: { fault: string; act: InjectedInfo['act']['act'] }[];
}

async function start(random: () => number = () => 0): Promise<Setup> {
  const { port } = await startEcho();
  const injected: Setup['injected'] = [];
  const proxy = await startLinkProxy({
    random,
    onInjected: ({ id }, { act }) => injected.push({ fault: id, act: act.act }),
  });
  closers.push(() => proxy.close());
  proxy.setTarget(() => ({ host: '127.0.0.1', port }));
  return { proxy, injected };
}

async function dial(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' });
  closers.push(() => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

async function echo(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  return chunk.toString();
}

/** How a connection ends: with the code of its error, or `closed`. */
function endOf(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.once('close', () => resolve('closed'));
  });
}

test('with nothing broken, bytes go through both ways, and an end is passed on', async () => {
  const { proxy, injected } = await start();
  const socket = await dial(proxy.port);
  expect(await echo(socket, 'hello')).toBe('hello');
  socket.end();
  await once(socket, 'end');
  expect(injected).toEqual([]);
});

test('megabytes arrive whole and in order, though the reader is slow to begin', async () => {
  const { proxy } = await start();
  const socket = await dial(proxy.port);
  const sent = Buffer.from(Array.from({ length: 8 << 20 }, (_, index) => index % 251));
  socket.end(sent);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).equals(sent)).toBe(true);
});

test('latency delays an open connection, keeps the order, and is gone when it is taken off', async () => {
  const { proxy, injected } = await start();
  const socket = await dial(proxy.port);
  await echo(socket, 'before');
  proxy.setFaults([fault({ kind: 'latency', latencyMs: 60, leg: 'reply' })]);
  const startMs = performance.now();
  expect(await echo(socket, 'slow')).toBe('slow');
  expect(performance.now() - startMs).toBeGreaterThanOrEqual(59);
  expect(injected).toEqual([{ fault: 'f', act: 'delayed' }]);
  proxy.setFaults([]);
  expect(await echo(socket, 'after')).toBe('after');
  expect(injected.length).toBe(1);
});

test('what latency holds back is let go at once when the fault is taken off', async () => {
  const { proxy } = await start();
  const socket = await dial(proxy.port);
  await echo(socket, 'before');
  proxy.setFaults([fault({ kind: 'latency', latencyMs: 600_000 })]);
  const arriving = once(socket, 'data');
  socket.write('held');
  await new Promise((resolve) => setImmediate(resolve));
  proxy.setFaults([]);
  expect(String((await arriving)[0])).toBe('held');
});

test('a black hole swallows what comes, and lets through what comes after it is mended', async () => {
  const { proxy, injected } = await start();
  const socket = await dial(proxy.port);
  await echo(socket, 'before');
  proxy.setFaults([fault({ kind: 'timeout', leg: 'request' })]);
  socket.write('lost');
  await expect.poll(() => injected).toEqual([{ fault: 'f', act: 'dropped' }]);
  proxy.setFaults([]);
  expect(await echo(socket, 'after')).toBe('after');
});

test('a black hole with a time closes the connection', async () => {
  const { proxy, injected } = await start();
  const socket = await dial(proxy.port);
  proxy.setFaults([fault({ kind: 'timeout', closeAfterMs: 20 })]);
  expect(await endOf(socket)).toBe('closed');
  expect(injected).toContainEqual({ fault: 'f', act: 'closed' });
});

test('reset_peer resets an open connection', async () => {
  const { proxy, injected } = await start();
  const socket = await dial(proxy.port);
  await echo(socket, 'before');
  proxy.setFaults([fault({ kind: 'reset_peer' })]);
  expect(await endOf(socket)).toBe('ECONNRESET');
  expect(injected).toContainEqual({ fault: 'f', act: 'reset' });
});

test('down resets what is open, refuses what comes, and the same port answers when it is mended', async () => {
  const { proxy, injected } = await start();
  const socket = await dial(proxy.port);
  await echo(socket, 'before');
  const end = endOf(socket);
  proxy.setFaults([fault({ kind: 'down' })]);
  expect(await end).toBe('ECONNRESET');
  expect(injected).toEqual([{ fault: 'f', act: 'reset' }]);
  expect(await endOf(connect({ port: proxy.port, host: '127.0.0.1' }))).toBe('ECONNREFUSED');
  proxy.setFaults([]);
  await proxy.setEnabled(true);
  expect(await echo(await dial(proxy.port), 'again')).toBe('again');
});

test('a rate decides once per connection', async () => {
  const dice = [0.9, 0.1];
  const { proxy } = await start(() => dice.shift() ?? 0.9);
  proxy.setFaults([fault({ kind: 'reset_peer', rate: 0.5 })]);
  const spared = await dial(proxy.port);
  expect(await echo(spared, 'spared')).toBe('spared');
  const hit = connect({ port: proxy.port, host: '127.0.0.1' });
  expect(await endOf(hit)).toBe('ECONNRESET');
  expect(await echo(spared, 'still')).toBe('still');
});

test('nobody behind it looks like nobody there', async () => {
  const { proxy } = await start();
  proxy.setTarget(() => undefined);
  expect(await endOf(connect({ port: proxy.port, host: '127.0.0.1' }))).toMatch(/ECONNRESET|closed/);
  await proxy.setEnabled(false);
  expect(await endOf(connect({ port: proxy.port, host: '127.0.0.1' }))).toBe('ECONNREFUSED');
  await proxy.setEnabled(true);
});

test('five hundred connections come and go and leave nothing', async () => {
  const { proxy } = await start();
  for (let round = 0; round < 10; round += 1) {
    const sockets = await Promise.all(Array.from({ length: 50 }, () => dial(proxy.port)));
    await Promise.all(sockets.map((socket) => echo(socket, 'x')));
    for (const socket of sockets) socket.destroy();
  }
  await expect.poll(() => proxy.connections(), { timeout: 20_000 }).toBe(0);
});

/** Everything that comes until so many bytes are there, chunk by chunk. */
async function read(socket: Socket, bytes: number): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  for (let got = 0; got < bytes; got += chunks.at(-1)?.length ?? 0) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    chunks.push(chunk);
  }
  return chunks;
}

test('bandwidth lets through so much per second, in pieces, and the rest at once when it is taken off', async () => {
  const { proxy, injected } = await start();
  const socket = await dial(proxy.port);
  proxy.setFaults([fault({ kind: 'bandwidth', kbPerSecond: 10, leg: 'request' })]);
  const startMs = performance.now();
  socket.write('x'.repeat(2500));
  const chunks = await read(socket, 2500);
  expect(performance.now() - startMs).toBeGreaterThanOrEqual(249);
  expect(chunks[0]?.length).toBe(1000);
  expect(injected[0]).toEqual({ fault: 'f', act: 'delayed' });
  proxy.setFaults([fault({ kind: 'bandwidth', kbPerSecond: 1, leg: 'request' })]);
  socket.write('y'.repeat(600_000));
  await expect.poll(() => injected.length).toBeGreaterThan(1);
  proxy.setFaults([]);
  expect(Buffer.concat(await read(socket, 600_000)).equals(Buffer.from('y'.repeat(600_000)))).toBe(true);
});

test('a slicer cuts what comes into pieces, and keeps all of it in order', async () => {
  const { proxy, injected } = await start(seededRandom(1));
  const socket = await dial(proxy.port);
  proxy.setFaults([fault({ kind: 'slicer', averageBytes: 10, variationBytes: 4, delayMs: 2, leg: 'reply' })]);
  const text = Array.from({ length: 100 }, (_, at) => at % 10).join('');
  socket.write(text);
  const chunks = await read(socket, 100);
  expect(Buffer.concat(chunks).toString()).toBe(text);
  expect(chunks.length).toBeGreaterThan(1);
  expect(injected).toEqual([{ fault: 'f', act: 'sliced' }]);
});

test('what is cut into single bytes leaves room for others', async () => {
  const { proxy } = await start();
  const socket = await dial(proxy.port);
  proxy.setFaults([fault({ kind: 'slicer', averageBytes: 1, leg: 'request' })]);
  const reading = read(socket, 20_000);
  socket.write(Buffer.alloc(20_000, 'z'));
  let turns = 0;
  const counting = setInterval(() => (turns += 1), 0);
  closers.push(() => clearInterval(counting));
  expect(Buffer.concat(await reading).length).toBe(20_000);
  expect(turns).toBeGreaterThan(10);
});

test('limited data closes in order after exactly so many bytes', async () => {
  const { proxy, injected } = await start();
  const socket = await dial(proxy.port);
  proxy.setFaults([fault({ kind: 'limit_data', bytes: 6, leg: 'reply' })]);
  const ending = endOf(socket);
  const reading = read(socket, 6);
  socket.write('12345678');
  expect(Buffer.concat(await reading).toString()).toBe('123456');
  expect(await ending).toBe('closed');
  expect(injected).toEqual([{ fault: 'f', act: 'closed' }]);
});

test('corruption turns over as many bits as it is told, and its connection ends with it', async () => {
  const { proxy, injected } = await start(seededRandom(1));
  const socket = await dial(proxy.port);
  proxy.setFaults([fault({ kind: 'corrupt', bits: 3, leg: 'reply' })]);
  socket.write(Buffer.alloc(1000));
  const chunks = await read(socket, 1000);
  const bits = Buffer.concat(chunks).reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
  expect(bits).toBe(3 * chunks.length);
  expect(injected[0]).toEqual({ fault: 'f', act: 'corrupted' });
  const ending = endOf(socket);
  proxy.setFaults([]);
  expect(await ending).toBe('ECONNRESET');
  expect(await echo(await dial(proxy.port), 'again')).toBe('again');
});

test('a slow close holds the end back, and nothing else', async () => {
  const { proxy, injected } = await start();
  const socket = await dial(proxy.port);
  proxy.setFaults([fault({ kind: 'slow_close', delayMs: 60, leg: 'reply' })]);
  expect(await echo(socket, 'whole')).toBe('whole');
  const startMs = performance.now();
  socket.end();
  await once(socket, 'end');
  expect(performance.now() - startMs).toBeGreaterThanOrEqual(59);
  expect(injected).toEqual([{ fault: 'f', act: 'closedLate' }]);
});

test('a seed hits the same connections again, whatever the chances of the proxy are', async () => {
  const hits = async (seed: number, random: () => number): Promise<boolean[]> => {
    const { proxy } = await start(random);
    proxy.setFaults([fault({ kind: 'limit_data', bytes: 1, rate: 0.5, seed, leg: 'reply' })]);
    const found: boolean[] = [];
    for (let count = 0; count < 12; count += 1) {
      const socket = await dial(proxy.port);
      found.push((await echo(socket, 'hello')) === 'h');
    }
    return found;
  };
  const [first, again, other] = [await hits(3, () => 0), await hits(3, () => 0.9), await hits(4, () => 0)];
  expect(first).toEqual(again);
  expect(first).not.toEqual(other);
});
