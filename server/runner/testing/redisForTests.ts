import { fork, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { BrokerAddress } from '#shared/ipc.ts';

/** Brokers for the runner's own live tests: whatever this machine has. Killing one is a real `kill -9`. */
export interface TestRedis extends AsyncDisposable {
  readonly port: number;
  readonly address: BrokerAddress;
  kill(): Promise<void>;
  /** Up again, on the same port. */
  start(): Promise<void>;
}

export type Launch = (port: number) => Promise<ChildProcess>;

const builtIn = fileURLToPath(new URL('../../../dist/broker-redis/main.js', import.meta.url));

const kinds: { name: string; isThere: () => boolean; launch: Launch }[] = [
  {
    name: 'redis-server',
    isThere: () => spawnSync('redis-server', ['--version']).status === 0,
    launch: async (port) => {
      const settings = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
      const child = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'ignore'] });
      await saying(child, (listen) =>
        child.stdout.on('data', (text: Buffer) => {
          if (text.includes('Ready to accept connections')) listen();
        }),
      );
      return child;
    },
  },
  {
    name: 'the built-in broker',
    isThere: () => existsSync(builtIn),
    launch: async (port) => {
      const child = fork(builtIn, [`${port}`], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      await saying(child, (listen) => child.once('message', listen));
      return child;
    },
  },
];

/** The brokers that can be started here. */
export const redisKinds = kinds.filter(({ isThere }) => isThere());

export async function startRedis({ launch }: { launch: Launch }): Promise<TestRedis> {
  const port = await freePort();
  let child: ChildProcess | undefined = await launch(port);
  const kill = async (): Promise<void> => {
    const victim = child;
    child = undefined;
    if (victim === undefined || victim.exitCode !== null) return;
    await new Promise((resolve) => {
      victim.once('exit', resolve);
      victim.kill('SIGKILL');
    });
  };
  return {
    port,
    address: { host: '127.0.0.1', port },
    kill,
    start: async () => {
      child ??= await launch(port);
    },
    [Symbol.asyncDispose]: kill,
  };
}

/** A broker of its own for one test: the built-in one, which every machine has. */
export function startTestRedis(): Promise<TestRedis> {
  const kind = redisKinds.at(-1);
  if (kind === undefined) throw new Error('dist/broker-redis is not built: run "npm run build" first.');
  return startRedis(kind);
}

export function saying(child: ChildProcess, whenReady: (ready: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The broker ended with code ${code} before it was ready.`)));
    whenReady(() => resolve());
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
