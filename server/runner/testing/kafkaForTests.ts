import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { saying, startRedis, type TestRedis } from './redisForTests.ts';

const builtIn = fileURLToPath(new URL('../../../dist/broker-kafka/main.js', import.meta.url));

/** The built-in Kafka for the runner's own live tests. Killing it is a real `kill -9`; what it held comes back. */
export async function startKafka(): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-kafka-test-'));
  const broker = await startRedis({
    launch: async (port) => {
      const child = fork(builtIn, [`${port}`, folder], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      await saying(child, (listen) => child.once('message', listen));
      return child;
    },
  });
  return {
    ...broker,
    [Symbol.asyncDispose]: async () => {
      await broker.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
