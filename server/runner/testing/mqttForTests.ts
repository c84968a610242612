import { fork, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { saying, startRedis, type Launch, type TestRedis } from './redisForTests.ts';

/** Brokers for the runner's own live tests. Killing one is a real `kill -9`. */
export type TestMqtt = TestRedis;

const builtIn = fileURLToPath(new URL('../../../dist/broker-mqtt/main.js', import.meta.url));
// Debian puts it where an ordinary user's PATH does not look.
const places = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/bin', '/opt/homebrew/bin'];
const program = places.map((place) => `${place}/mosquitto`).find((path) => existsSync(path));

const launchReal: Launch = async (port) => {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-mosquitto-'));
  const file = join(folder, 'mosquitto.conf');
  const user = process.getuid?.() === 0 ? 'user root\n' : '';
  const settings = 'allow_anonymous true\nset_tcp_nodelay true\nlog_dest stderr\n';
  writeFileSync(file, `listener ${port} 127.0.0.1\n${settings}${user}`);
  const child = spawn(program ?? 'mosquitto', ['-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
  child.once('exit', () => rmSync(folder, { recursive: true }));
  await saying(child, (listen) =>
    child.stderr.on('data', (text: Buffer) => {
      if (text.includes(' running')) listen();
    }),
  );
  return child;
};

const launchBuiltIn: Launch = async (port) => {
  const child = fork(builtIn, [`${port}`], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await saying(child, (listen) => child.once('message', listen));
  return child;
};

const howToGet = program === undefined ? ' (not found, so skipped; type: apt-get install mosquitto)' : '';

export const mqttKinds = [
  { name: 'the built-in broker', isMissing: false, launch: launchBuiltIn },
  { name: `a real mosquitto${howToGet}`, isMissing: program === undefined, launch: launchReal },
];

export const startMqtt = (kind: { launch: Launch }): Promise<TestMqtt> => startRedis(kind);
