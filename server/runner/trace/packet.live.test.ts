import { once } from 'node:events';
import { connect } from 'node:net';
import { Redis } from 'ioredis';
import { RpcException } from '@nestjs/microservices';
import { expect, test } from 'vitest';
import { natsKinds, startNats } from '../testing/natsForTests.ts';
import { redisKinds, startRedis } from '../testing/redisForTests.ts';
import { startTestReplica, type TestReplica, type TestReplicaParts } from '../testing/startTestReplica.ts';
import { nats } from '../wire/natsPackage.ts';

/** The packet that the trace tells of a failed reply is the very text that a client without Nest gets. */

const handlers: TestReplicaParts['handlers'] = {
  pay: {
    on: { message: 'pay' },
    answer: () => {
      throw new RpcException({ status: 402, message: 'Card ”declined”' });
    },
  },
  fine: { on: { message: 'fine' }, answer: () => 1 },
};
const request = (pattern: string): string => JSON.stringify({ pattern, data: {}, id: 'a1' });
const asWritten = '{"err":{"status":402,"message":"Card ”declined”"},"isDisposed":true,"id":"a1"}';

async function packets(replica: TestReplica): Promise<unknown[]> {
  const replies = () => replica.events().filter(({ type }) => type === 'replied');
  await replica.until(() => replies().length > 0);
  return replies().map(({ packet }) => packet);
}

test('over TCP', async () => {
  await using replica = await startTestReplica({ listeners: { tcp: { transport: 'tcp' } }, handlers });
  const socket = connect(replica.replica.ports['tcp'] ?? 0, '127.0.0.1');
  socket.write(`${request('pay').length}#${request('pay')}`);
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  expect(bytes.toString()).toBe(`${asWritten.length}#${asWritten}`);
  expect(await packets(replica)).toEqual([asWritten]);
});

test('over Redis', async () => {
  const [kind] = redisKinds;
  if (kind === undefined) throw new Error('There is no broker to run on.');
  await using redis = await startRedis(kind);
  const listeners = { redis: { transport: 'redis', broker: 'redis' } };
  const brokers = { redis: { host: '127.0.0.1', port: redis.port } };
  await using replica = await startTestReplica({ listeners, brokers, handlers });
  const [asking, hearing] = [new Redis(redis.port), new Redis(redis.port)];
  await hearing.subscribe('pay.reply');
  const heard = once(hearing, 'message');
  await asking.publish('pay', request('pay'));
  const [, text] = (await heard) as [string, string];
  asking.disconnect();
  hearing.disconnect();
  expect(text).toBe(asWritten);
  expect(await packets(replica)).toEqual([asWritten]);
});

test('over NATS', async () => {
  const [kind] = natsKinds;
  if (kind === undefined) throw new Error('There is no broker to run on.');
  await using broker = await startNats(kind);
  const listeners = { nats: { transport: 'nats', broker: 'nats' } };
  const brokers = { nats: { host: '127.0.0.1', port: broker.port } };
  await using replica = await startTestReplica({ listeners, brokers, handlers });
  const connection = await nats.connect({ servers: `127.0.0.1:${broker.port}` });
  const reply = await connection.request('pay', request('pay'));
  await connection.close();
  expect(reply.string()).toBe(asWritten);
  expect(await packets(replica)).toEqual([asWritten]);
});

test('a reply that went well has its value in the event, and no packet beside it', async () => {
  await using replica = await startTestReplica({ listeners: { tcp: { transport: 'tcp' } }, handlers });
  const socket = connect(replica.replica.ports['tcp'] ?? 0, '127.0.0.1');
  socket.write(`${request('fine').length}#${request('fine')}`);
  await once(socket, 'data');
  socket.destroy();
  expect(await packets(replica)).toEqual([undefined]);
});
