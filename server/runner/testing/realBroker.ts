import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TestBroker } from './testBroker.ts';

const holder = fileURLToPath(new URL('../../brokers/contract/realBroker.ts', import.meta.url));

/** A real RabbitMQ or Kafka in a folder of its own. It is started as a session starts it, in a process beside. */
export async function startRealBroker(transport: 'rmq' | 'kafka'): Promise<Omit<TestBroker, 'named'>> {
  const child = fork(holder, [transport], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const answer = async <T>(): Promise<T> => {
    const tooEarly = ended.then(([code]) =>
      Promise.reject(new Error(`The real ${transport} ended with code ${String(code)}.`)),
    );
    const [said] = (await Promise.race([once(child, 'message'), tooEarly])) as [T];
    return said;
  };
  const act = async (word: 'kill' | 'start'): Promise<void> => {
    const done = answer<unknown>();
    child.send(word);
    const said = await done;
    if (said !== 'done') throw new Error(JSON.stringify(said));
  };
  const { port } = await answer<{ port: number }>();
  return {
    port,
    address: { host: '127.0.0.1', port },
    kill: () => act('kill'),
    start: () => act('start'),
    [Symbol.asyncDispose]: async () => {
      child.disconnect();
      await ended;
    },
  };
}
