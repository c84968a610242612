import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { BrokerAddress } from '#shared/ipc.ts';

const listening = z.object({ type: z.literal('listening'), port: z.number() });

export interface TestRedis extends AsyncDisposable {
  address: BrokerAddress;
  /** As `kill -9`. */
  kill: () => Promise<void>;
  /** Again on the same port. */
  start: () => Promise<void>;
}

/** The built-in broker in a process of its own, as a session has it. */
export async function startTestRedis(): Promise<TestRedis> {
  let port = 0;
  const launch = async (): Promise<ReturnType<typeof fork>> => {
    const child = fork(resolve('dist/broker-redis/main.js'), [String(port)], { execArgv: [] });
    const [message] = (await once(child, 'message')) as [unknown];
    port = listening.parse(message).port;
    return child;
  };
  let child = await launch();
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return {
    address: { host: '127.0.0.1', port },
    kill,
    start: async () => void (child = await launch()),
    [Symbol.asyncDispose]: kill,
  };
}
