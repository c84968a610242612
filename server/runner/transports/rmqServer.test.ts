import { expect, it } from 'vitest';
import type { amqplib } from '../wire/rmqPackage.ts';
import { PatientServerRmq } from './rmqServer.ts';

it('a broker that dies while a queue is being consumed for the first time ends no process', async () => {
  const ended = (): Promise<never> => Promise.reject(new Error('Channel ended, no reply will be forthcoming'));
  const channel = {
    assertQueue: (queue: string) => Promise.resolve({ queue }),
    prefetch: () => Promise.resolve(),
    consume: ended,
    checkQueue: ended,
  } as unknown as amqplib.Channel;
  const crashes: unknown[] = [];
  const note = (error: unknown): void => void crashes.push(error);
  process.on('unhandledRejection', note);
  const server = new PatientServerRmq({
    address: { host: '127.0.0.1', port: 1 },
    drawn: { transport: 'rmq', broker: 'rmq' },
    onChange: () => undefined,
  });
  await expect(server.setupChannel(channel, () => undefined)).rejects.toThrow('Channel ended');
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', note);
  expect(crashes).toEqual([]);
});
