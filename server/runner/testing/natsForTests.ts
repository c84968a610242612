import { fork, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { lightKind, programPath, saying, type BrokerKind, type Launch, type TestBroker } from './testBroker.ts';

export type TestNats = TestBroker;

const builtIn = fileURLToPath(new URL('../../../dist/broker-nats/main.js', import.meta.url));
const program = programPath('nats-server');

const launchReal: Launch = async (port) => {
  const child = spawn(program ?? 'nats-server', ['-a', '127.0.0.1', '-p', `${port}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await saying(child, (listen) =>
    child.stderr.on('data', (text: Buffer) => {
      if (text.includes('Server is ready')) listen();
    }),
  );
  return child;
};

const launchBuiltIn: Launch = async (port) => {
  const child = fork(builtIn, [`${port}`], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await saying(child, (listen) => child.once('message', listen));
  return child;
};

export const natsKinds: readonly BrokerKind[] = [
  lightKind({ name: 'the built-in broker', launch: launchBuiltIn }),
  lightKind({ name: 'a real nats-server', launch: launchReal, program, debian: 'nats-server' }),
];

export const startNats = (kind: BrokerKind): Promise<TestNats> => kind.start();
