// What every Kafka that a session can get must do alike, asked by kafkajs.
import { CompressionTypes, type EachMessagePayload } from 'kafkajs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BrokerHandle } from '../brokerHandle.ts';
import { eventually } from './eventually.ts';
import { fresh, KafkaClients } from './kafkaClients.ts';

const text = ({ message }: EachMessagePayload): string => message.value?.toString() ?? 'null';

export function kafkaContract(
  start: () => Promise<BrokerHandle>,
  { kills, hasContents }: { kills: number; hasContents: boolean },
): void {
  let running: BrokerHandle | undefined;
  const broker = (): BrokerHandle => {
    if (running === undefined) throw new Error('The broker was not started.');
    return running;
  };

  beforeAll(async () => {
    running = await start();
  });

  afterAll(() => running?.close());

  it('keeps messages for whoever comes later, with keys, headers and any bytes', async () => {
    await using clients = new KafkaClients(broker().port);
    const topic = fresh('bytes');
    const producer = await clients.producer();
    const value = Buffer.from(Uint8Array.from({ length: 256 }, (_, byte) => byte));
    await producer.send({ topic, messages: [{ key: 'k', value, headers: { one: 'two' } }, { value: null }] });
    const heard: EachMessagePayload[] = [];
    await clients.consumer({ groupId: fresh('group'), topics: [topic], onMessage: (one) => void heard.push(one) });
    // At least once: a Kafka that has just started may let a message come twice.
    await eventually(() => new Set(heard.map(({ message }) => message.key?.toString())).size).toBe(2);
    const keyed = heard.find(({ message }) => message.key !== null)?.message;
    expect([keyed?.key?.toString(), keyed?.value, keyed?.headers?.['one']?.toString()]).toEqual(['k', value, 'two']);
    expect(heard.find(({ message }) => message.key === null)?.message.value).toBeNull();
  });

  it('a key always goes to the same partition, where order is kept; compressed batches too', async () => {
    await using clients = new KafkaClients(broker().port);
    const topic = fresh('order');
    const admin = await clients.admin();
    await admin.createTopics({ topics: [{ topic, numPartitions: 4 }] });
    const producer = await clients.producer();
    for (let round = 0; round < 25; round += 1) {
      await producer.send({
        topic,
        compression: round % 2 === 0 ? CompressionTypes.None : CompressionTypes.GZIP,
        messages: ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => ({ key, value: String(round) })),
      });
    }
    const heard: EachMessagePayload[] = [];
    await clients.consumer({ groupId: fresh('group'), topics: [topic], onMessage: (one) => void heard.push(one) });
    await eventually(() => heard.length).toBe(150);
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const messages = heard.filter(({ message }) => message.key?.toString() === key);
      expect(messages.map(text)).toEqual(Array.from({ length: 25 }, (_, round) => String(round)));
      expect(new Set(messages.map(({ partition }) => partition)).size).toBe(1);
    }
    expect(new Set(heard.map(({ partition }) => partition)).size).toBeGreaterThan(1);
  });

  it('members of a group share the partitions, each message goes to one of them; another group gets all', async () => {
    await using clients = new KafkaClients(broker().port);
    const topic = fresh('shared');
    const admin = await clients.admin();
    await admin.createTopics({ topics: [{ topic, numPartitions: 6 }] });
    const heard: Record<string, string[]> = { one: [], two: [], three: [], audit: [] };
    const groupId = fresh('workers');
    for (const name of ['one', 'two', 'three', 'audit']) {
      await clients.consumer({
        groupId: name === 'audit' ? fresh('audit') : groupId,
        topics: [topic],
        onMessage: (one) => void heard[name]?.push(text(one)),
      });
    }
    await eventually(async () => {
      const [group] = (await admin.describeGroups([groupId])).groups;
      return [group?.state, group?.members.length];
    }).toEqual(['Stable', 3]);
    const producer = await clients.producer();
    const sent = Array.from({ length: 120 }, (_, index) => String(index));
    await producer.send({ topic, messages: sent.map((value, index) => ({ value, partition: index % 6 })) });
    await eventually(() => heard['audit']?.length).toBe(120);
    const workers = [heard['one'] ?? [], heard['two'] ?? [], heard['three'] ?? []];
    await eventually(() => workers.map(({ length }) => length)).toEqual([40, 40, 40]);
    expect(workers.flat().sort()).toEqual([...sent].sort());
  });

  it('who leaves hands its partitions over, and what was committed is not read again', async () => {
    await using clients = new KafkaClients(broker().port);
    const topic = fresh('leave');
    const admin = await clients.admin();
    await admin.createTopics({ topics: [{ topic, numPartitions: 2 }] });
    const groupId = fresh('group');
    const heard: string[] = [];
    const options = { groupId, topics: [topic], onMessage: (one: EachMessagePayload) => void heard.push(text(one)) };
    const first = await clients.consumer(options);
    const producer = await clients.producer();
    const send = (value: string) =>
      producer.send({ topic, messages: [0, 1].map((partition) => ({ partition, value })) });
    await send('before');
    await eventually(() => heard).toEqual(['before', 'before']);
    await first.disconnect();
    await clients.consumer(options);
    await send('after');
    await eventually(() => heard).toEqual(['before', 'before', 'after', 'after']);
    const offsets = async () => {
      const [of] = await admin.fetchOffsets({ groupId, topics: [topic] });
      return of?.partitions.map(({ offset }) => offset);
    };
    await eventually(offsets).toEqual(['2', '2']);
    if (!hasContents) return;
    const held = async () => {
      const { tables } = await broker().contents();
      return tables.flatMap(({ title, rows }) =>
        rows.filter(([name]) => name === topic || name === groupId).map((row) => [title, ...row]),
      );
    };
    await eventually(held).toEqual([
      ['Partitions', topic, 0, 2, 2],
      ['Partitions', topic, 1, 2, 2],
      ['Offsets', groupId, topic, 0, 2, 0],
      ['Offsets', groupId, topic, 1, 2, 0],
      ['Groups', groupId, 1, 'stable'],
    ]);
  });

  it('makes, enlarges and deletes topics, and knows where they end', async () => {
    await using clients = new KafkaClients(broker().port);
    const topic = fresh('topic');
    const admin = await clients.admin();
    const make = { topics: [{ topic, numPartitions: 2 }] };
    expect(await admin.createTopics(make)).toBe(true);
    expect(await admin.createTopics(make)).toBe(false);
    await admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] });
    const partitions = async () => (await admin.fetchTopicMetadata({ topics: [topic] })).topics[0]?.partitions.length;
    await eventually(partitions).toBe(3);
    const producer = await clients.producer();
    await producer.send({ topic, messages: [{ value: 'x', partition: 1 }] });
    const ends = (await admin.fetchTopicOffsets(topic)).sort((one, other) => one.partition - other.partition);
    expect(ends.map(({ low, high }) => [low, high])).toEqual([
      ['0', '0'],
      ['0', '1'],
      ['0', '0'],
    ]);
    await admin.deleteTopics({ topics: [topic] });
    await eventually(async () => (await admin.listTopics()).includes(topic)).toBe(false);
    await expect(admin.createTopics({ topics: [{ topic: 'no name' }] })).rejects.toThrow('Topic creation errors');
  });

  it(`killed and restarted on its port ${kills} times under load, it loses nothing that it has confirmed`, async () => {
    await using clients = new KafkaClients(broker().port);
    const topic = fresh('heal');
    const admin = await clients.admin();
    await admin.createTopics({ topics: [{ topic, numPartitions: 3 }] });
    const producer = await clients.producer();
    const confirmed: string[] = [];
    let isOver = false;
    const load = (async () => {
      for (let index = 0; !isOver; index += 1) {
        const value = String(index);
        await producer.send({ topic, messages: [{ value }] }).then(
          () => confirmed.push(value),
          // Not confirmed: it may be lost.
          () => undefined,
        );
      }
    })();
    for (let round = 0; round < kills; round += 1) {
      const before = confirmed.length;
      await broker().kill();
      expect(broker().state).toBe('down');
      await broker().restart();
      await eventually(() => confirmed.length).toBeGreaterThan(before);
    }
    isOver = true;
    await load;
    const heard: string[] = [];
    const onMessage = (one: EachMessagePayload): void => void heard.push(text(one));
    await clients.consumer({ groupId: fresh('group'), topics: [topic], onMessage });
    await eventually(() => confirmed.filter((value) => !heard.includes(value))).toEqual([]);
  });

  // A real one would be started three times for what is ours alone.
  it.skipIf(!hasContents)('an end that nobody asked for is noticed, and says so', async () => {
    const changes: string[] = [];
    const stop = broker().onChange((state, why) => changes.push(why === undefined ? state : `${state}: ${why}`));
    await Promise.all([broker().kill(), broker().restart(), broker().restart()]);
    stop();
    expect(changes).toEqual(['down: killed', 'starting', 'up', 'down: restarting', 'starting', 'up']);
  });

  it.skipIf(process.platform === 'win32')('standing still it keeps its connections; then it goes on', async () => {
    await using clients = new KafkaClients(broker().port);
    const topic = fresh('still');
    await (await clients.admin()).createTopics({ topics: [{ topic, numPartitions: 1 }] });
    const heard: string[] = [];
    const groupId = fresh('group');
    await clients.consumer({ groupId, topics: [topic], onMessage: (one) => void heard.push(text(one)) });
    const producer = await clients.producer();
    await broker().pause();
    const sent = producer.send({ topic, messages: [{ value: 'a' }] });
    await broker().resume();
    await sent;
    await eventually(() => heard).toEqual(['a']);
  });
}
