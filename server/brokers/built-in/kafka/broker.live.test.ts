import { mkdtemp, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventually } from '../../contract/eventually.ts';
import { fresh, KafkaClients } from '../../contract/kafkaClients.ts';
import { RawRedis } from '../../contract/rawRedis.ts';
import { startBroker, type BrokerOptions, type RunningBroker } from './broker.ts';

async function withBroker(
  options: Partial<BrokerOptions>,
  test: (broker: RunningBroker) => Promise<void>,
): Promise<void> {
  const broker = await startBroker({ port: 0, ...options });
  try {
    await test(broker);
  } finally {
    await broker.close();
  }
}

/** What can still be read of a partition. */
async function readAll(port: number, topic: string, count: number): Promise<string[]> {
  await using clients = new KafkaClients(port);
  const heard: string[] = [];
  await clients.consumer({
    groupId: fresh('reader'),
    topics: [topic],
    onMessage: ({ message }) => void heard.push(message.value?.toString() ?? ''),
  });
  await eventually(() => heard.length).toBe(count);
  return heard;
}

describe('the bounds of the built-in Kafka', () => {
  it('one client too many is closed, and gets in when another has gone', () =>
    withBroker({ limits: { clients: 1 } }, async ({ port }) => {
      const one = await RawRedis.connect(port);
      const two = await RawRedis.connect(port);
      expect(await two.untilClosed()).toBe('');
      one.close();
      const apiVersions = '\x00\x00\x00\x0a\x00\x12\x00\x00\x00\x00\x00\x07\xff\xff';
      const again = async (): Promise<string> => {
        const three = await RawRedis.connect(port);
        three.write(apiVersions);
        return three.until('\x00\x00\x00\x07').catch(() => 'refused');
      };
      await eventually(async () => (await again()).includes('\x00\x00\x00\x07')).toBe(true);
    }));

  it('a partition forgets its oldest messages first', () =>
    withBroker({ limits: { partitionBytes: 3000, defaultPartitions: 1 } }, async ({ port }) => {
      await using clients = new KafkaClients(port);
      const producer = await clients.producer();
      for (let index = 0; index < 10; index += 1) {
        await producer.send({ topic: 'full', messages: [{ value: `${index}${'x'.repeat(500)}` }] });
      }
      const [offsets] = await (await clients.admin()).fetchTopicOffsets('full');
      expect([offsets?.low, offsets?.high]).toEqual(['7', '10']);
      expect((await readAll(port, 'full', 3)).map(([first]) => first)).toEqual(['7', '8', '9']);
    }));

  it('all partitions together have a bound, and the oldest of all goes first', () =>
    withBroker({ limits: { logBytes: 3000, defaultPartitions: 1 } }, async ({ port }) => {
      await using clients = new KafkaClients(port);
      const producer = await clients.producer();
      for (const topic of ['old', 'old', 'new', 'new', 'new']) {
        await producer.send({ topic, messages: [{ value: 'x'.repeat(500) }] });
      }
      const admin = await clients.admin();
      const kept = async (topic: string) => (await admin.fetchTopicOffsets(topic)).map(({ low, high }) => [low, high]);
      expect([await kept('old'), await kept('new')]).toEqual([[['2', '2']], [['0', '3']]]);
    }));

  it('topics, message sizes and groups have bounds, each with the error of Kafka', () =>
    withBroker({ limits: { partitions: 4, batchBytes: 1000, members: 0 } }, async ({ port }) => {
      await using clients = new KafkaClients(port);
      const admin = await clients.admin();
      await admin.createTopics({ topics: [{ topic: 'small', numPartitions: 4 }] });
      await expect(admin.createTopics({ topics: [{ topic: 'one.more' }] })).rejects.toThrow('Topic creation errors');
      const producer = await clients.producer();
      const large = producer.send({ topic: 'small', messages: [{ value: 'x'.repeat(2000) }] });
      await expect(large).rejects.toThrow('larger than the max message size');
    }));

  it.each([
    ['GET / HTTP/1.1\r\n\r\n', 'another protocol'],
    ['\x00\x00\x00\x0a\x00\x63\x00\x00\x00\x00\x00\x01\xff\xff', 'a request that does not exist'],
    ['\x00\x00\x00\x0a\x00\x00\x00\x00\x00\x00\x00\x01\xff\xff', 'a version from before record batches'],
    ['\x00\x00\x00\x0e\x00\x03\x00\x04\x00\x00\x00\x01\xff\xff\x7f\xff\xff\xff', 'more topics than there are bytes'],
    ['\x00\x00\x00\x0c\x00\x0a\x00\x00\x00\x00\x00\x01\xff\xff\x00\x09', 'a text that is cut off'],
  ])('%j (%s) closes the connection and hurts nobody else', (bytes) =>
    withBroker({}, async ({ port }) => {
      await using clients = new KafkaClients(port);
      const admin = await clients.admin();
      const hostile = await RawRedis.connect(port);
      hostile.write(bytes);
      expect(await hostile.untilClosed()).toBe('');
      expect(await admin.listTopics()).toEqual([]);
    }),
  );

  it('a port that is taken is an error', () =>
    withBroker({}, async ({ port }) => {
      await expect(startBroker({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    }));
});

describe('the journal of the built-in Kafka', () => {
  it('brings back topics, messages and offsets, as far as it was written when the kill came', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'patchbay-journal-'));
    const path = join(folder, 'journal');
    await withBroker({ folder }, async ({ port }) => {
      await using clients = new KafkaClients(port);
      const admin = await clients.admin();
      await admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 1 }, { topic: 'gone' }] });
      await admin.deleteTopics({ topics: ['gone'] });
      await admin.createPartitions({ topicPartitions: [{ topic: 'kept', count: 2 }] });
      const producer = await clients.producer();
      await producer.send({ topic: 'kept', messages: [{ value: 'a', partition: 0 }] });
      const heard: string[] = [];
      const onMessage = (): void => void heard.push('a');
      const consumer = await clients.consumer({ groupId: 'group', topics: ['kept'], onMessage });
      await eventually(() => heard).toEqual(['a']);
      await consumer.disconnect();
      for (const value of ['b', 'c']) await producer.send({ topic: 'kept', messages: [{ value, partition: 0 }] });
    });
    await truncate(path, (await readFile(path)).length - 3);
    await withBroker({ folder }, async ({ port }) => {
      await using clients = new KafkaClients(port);
      const admin = await clients.admin();
      expect(await admin.listTopics()).toEqual(['kept']);
      expect((await admin.fetchTopicOffsets('kept')).map(({ high }) => high)).toEqual(['2', '0']);
      expect(await admin.fetchOffsets({ groupId: 'group', topics: ['kept'] })).toMatchObject([
        { partitions: [{ offset: '1' }, { offset: '-1' }] },
      ]);
      expect(await readAll(port, 'kept', 2)).toEqual(['a', 'b']);
    });
    await rm(folder, { recursive: true });
  });

  it('is written anew before it has grown far beyond what is kept', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'patchbay-journal-'));
    const limits = { partitionBytes: 500_000, defaultPartitions: 1 };
    await withBroker({ folder, limits }, async ({ port }) => {
      await using clients = new KafkaClients(port);
      const producer = await clients.producer();
      for (let index = 0; index < 40; index += 1) {
        await producer.send({ topic: 'churn', messages: [{ value: 'x'.repeat(400_000) }] });
      }
      expect((await readFile(join(folder, 'journal'))).length).toBeLessThan(8 * 1024 * 1024);
    });
    await withBroker({ folder, limits }, async ({ port }) => expect((await readAll(port, 'churn', 1)).length).toBe(1));
    await rm(folder, { recursive: true });
  });
});
