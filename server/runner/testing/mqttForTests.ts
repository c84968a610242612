import { fork, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lightKind, programPath, saying, type BrokerKind, type Launch, type TestBroker } from './testBroker.ts';

export type TestMqtt = TestBroker;

const builtIn = fileURLToPath(new URL('../../../dist/broker-mqtt/main.js', import.meta.url));
const program = programPath('mosquitto');

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

export const mqttKinds: readonly BrokerKind[] = [
  lightKind({ name: 'the built-in broker', launch: launchBuiltIn }),
  lightKind({ name: 'a real mosquitto', launch: launchReal, program, debian: 'mosquitto' }),
];

export const startMqtt = (kind: BrokerKind): Promise<TestMqtt> => kind.start();
