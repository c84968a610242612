import { fork, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { lightKind, programPath, saying, type BrokerKind, type Launch, type TestBroker } from './testBroker.ts';

export type TestRedis = TestBroker;

const builtIn = fileURLToPath(new URL('../../../dist/broker-redis/main.js', import.meta.url));

const program = programPath('redis-server');

const launchReal: Launch = async (port) => {
  const settings = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn(program ?? 'redis-server', settings, { stdio: ['ignore', 'pipe', 'ignore'] });
  await saying(child, (listen) =>
    child.stdout.on('data', (text: Buffer) => {
      if (text.includes('Ready to accept connections')) listen();
    }),
  );
  return child;
};

const launchBuiltIn: Launch = async (port) => {
  const child = fork(builtIn, [`${port}`], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await saying(child, (listen) => child.once('message', listen));
  return child;
};

const builtInKind = lightKind({ name: 'the built-in broker', launch: launchBuiltIn });

export const redisKinds: readonly BrokerKind[] = [
  builtInKind,
  lightKind({ name: 'a real redis-server', launch: launchReal, program, debian: 'redis-server' }),
];

export const startRedis = (kind: BrokerKind): Promise<TestRedis> => kind.start();

/** A broker of its own for one test: the built-in one, which every machine has. */
export const startTestRedis = (): Promise<TestRedis> => builtInKind.start();
