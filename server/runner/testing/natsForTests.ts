import { fork, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { saying, startRedis, type Launch, type TestRedis } from './redisForTests.ts';

/** Brokers for the runner's own live tests. Killing one is a real `kill -9`. */
export type TestNats = TestRedis;

const builtIn = fileURLToPath(new URL('../../../dist/broker-nats/main.js', import.meta.url));
// Debian puts it where an ordinary user's PATH does not look.
const places = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/bin', '/opt/homebrew/bin'];
const program = places.map((place) => `${place}/nats-server`).find((path) => existsSync(path));

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

const howToGet = program === undefined ? ' (not found, so skipped; type: apt-get install nats-server)' : '';

export const natsKinds = [
  { name: 'the built-in broker', isMissing: false, launch: launchBuiltIn },
  { name: `a real nats-server${howToGet}`, isMissing: program === undefined, launch: launchReal },
];

export const startNats = (kind: { launch: Launch }): Promise<TestNats> => startRedis(kind);
