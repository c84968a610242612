import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { saying, startRedis, type TestRedis } from './redisForTests.ts';

/** The built-in RabbitMQ for the runner's own live tests, which keeps what is durable. Killing it is a real `kill -9`. */
export type TestRmq = TestRedis;

const builtIn = fileURLToPath(new URL('../../../dist/broker-rmq/main.js', import.meta.url));

export async function startRmq(): Promise<TestRmq> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-test-rmq-'));
  const broker = await startRedis({
    launch: async (port) => {
      const child = fork(builtIn, [`${port}`, folder], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      await saying(child, (listen) => child.once('message', listen));
      return child;
    },
  });
  const end = broker[Symbol.asyncDispose].bind(broker);
  broker[Symbol.asyncDispose] = async () => {
    await end();
    await rm(folder, { recursive: true, force: true });
  };
  return broker;
}
