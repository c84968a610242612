import type { BrokerAddress } from '#shared/ipc.ts';
import { redisKinds, startRedis } from './redisForTests.ts';

export interface TestRedis extends AsyncDisposable {
  address: BrokerAddress;
  /** As `kill -9`. */
  kill: () => Promise<void>;
  /** Again on the same port. */
  start: () => Promise<void>;
}

/** A broker of its own for one test: the built-in one, which every machine has. */
export async function startTestRedis(): Promise<TestRedis> {
  const kind = redisKinds.at(-1);
  if (kind === undefined) throw new Error('dist/broker-redis is not built: run "npm run build" first.');
  const redis = await startRedis(kind);
  return {
    address: { host: '127.0.0.1', port: redis.port },
    kill: () => redis.kill(),
    start: () => redis.start(),
    [Symbol.asyncDispose]: () => redis[Symbol.asyncDispose](),
  };
}
