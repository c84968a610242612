import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { faultSchema, type LinkFault } from '#shared/faults/fault.ts';
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
