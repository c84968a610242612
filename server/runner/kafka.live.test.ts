// NestJS over Kafka, on the built-in broker and on a real one.
import { afterAll, describe, expect, it } from 'vitest';
import type { Json } from '#shared/json.ts';
import { brokerFaults } from './faults/testing/brokerFaults.ts';
import { brokerKills } from './testing/brokerKills.ts';
import { kafkaKinds, startKafka, type TestKafka } from './testing/kafkaForTests.ts';
import { startTestRuntime, testFlow, type Seen, type TestHandlers, type TestRuntime } from './testing/testRuntime.ts';
import { kafkajs } from './wire/kafkaPackage.ts';

const handlers: TestHandlers = {
  color: {
    on: { message: 'generate_color' },
    steps: [{ do: 'reply', value: "{ color: 'red', replica: meta.replica }" }],
  },
  number: { on: { message: 'number' }, steps: [{ do: 'reply', value: '7' }] },
  three: { on: { message: 'three' }, steps: [{ do: 'stream', count: 3, everyMs: 0, value: 'index + 1' }] },
  nothing: { on: { message: 'nothing' }, steps: [{ do: 'log', value: 'data' }] },
  slow: {
    on: { message: 'slow' },
    steps: [
      { do: 'delay', ms: 600 },
      { do: 'reply', value: "'late'" },
    ],
  },
  never: { on: { message: 'never' }, steps: [{ do: 'delay', ms: 600_000 }] },
  broken: { on: { message: 'broken' }, steps: [{ do: 'throw', error: 'error', message: "'boom'" }] },
  refused: { on: { message: 'refused' }, steps: [{ do: 'throw', error: 'rpc', message: 'not today' }] },
  cat: { on: { event: 'cats.created' }, steps: [{ do: 'log', value: 'data' }] },
  poison: { on: { event: 'cats.poison' }, steps: [{ do: 'throw', error: 'error', message: "'boom'" }] },
};

/** A real one needs seconds for each start. */
const options = { timeout: 120_000 };

interface FlowParts {
  replicas?: number;
  timeoutMs?: number;
  kafka?: { groupId?: string; fromBeginning?: boolean; partitions?: number };
}

const flow = ({ replicas = 1, timeoutMs = 20_000, kafka = {} }: FlowParts = {}) =>
  testFlow({
    services: { gateway: {}, colors: { kafka, handlers, replicas } },
    brokers: { kafka: { host: '127.0.0.1', port: 0 } },
    wires: { events: { from: 'gateway', to: 'kafka', timeoutMs } },
  });

const start = (kafka: TestKafka, parts: FlowParts = {}): Promise<TestRuntime> =>
  startTestRuntime(flow(parts), { brokers: { kafka: kafka.address } });

const request = (test: TestRuntime, pattern: string | { cmd: string }, data: Json = {}) =>
  test.runtime.send({ wire: 'events', pattern, data, kind: 'request' });
const emit = (test: TestRuntime, pattern: string, data: Json = { name: 'Tom' }) =>
  test.runtime.send({ wire: 'events', pattern, data, kind: 'event' });

const of = (test: TestRuntime, type: string, traceId: string): Seen[] =>
  test.events.filter((event) => event.type === type && event.traceId === traceId);

/** A state that comes from now on. */
const next = (test: TestRuntime, type: string, state: string): Promise<Seen> => {
  const before = new Set(test.events);
  return test.until((event) => event.type === type && event.state === state && !before.has(event));
};

const clientOf = (kafka: TestKafka) =>
  new kafkajs.Kafka({
    brokers: [`127.0.0.1:${kafka.port}`],
    logLevel: kafkajs.logLevel.NOTHING,
  });

async function produce(kafka: TestKafka, topic: string, message: kafkajs.Message): Promise<void> {
  const producer = clientOf(kafka).producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  await producer.send({ topic, messages: [message] });
  await producer.disconnect();
}

for (const kind of kafkaKinds)
  describe.skipIf(kind.isMissing)(`NestJS over Kafka on ${kind.name}`, options, () => {
    afterAll(kind.end);

    it('answers requests, many at once, each to its own caller, as one hop on both sides', async () => {
      await using kafka = await startKafka(kind);
      await using test = await start(kafka);
      const sent = await Promise.all(Array.from({ length: 20 }, () => request(test, 'generate_color')));
      expect(sent.map(({ reply }) => reply)).toEqual(Array.from({ length: 20 }, () => ({ color: 'red', replica: 0 })));
      for (const { traceId } of sent) {
        expect(test.story(traceId).filter((line) => !line.startsWith('colors'))).toEqual([
          'gateway called',
          'gateway sent',
          'gateway answered',
          'gateway completed',
        ]);
        expect(of(test, 'received', traceId)).toHaveLength(1);
        expect(new Set(test.events.flatMap((event) => (event.traceId === traceId ? [event.hopId] : []))).size).toBe(1);
      }
    });

    it('gives what NestJS gives: texts for numbers, a stream, null for nothing, errors, silence', async () => {
      await using kafka = await startKafka(kind);
      await using test = await start(kafka);
      expect((await request(test, 'number')).reply).toBe('7');
      expect((await request(test, 'three')).replies).toEqual(['1', '2', '3']);
      expect((await request(test, 'nothing')).reply).toBeNull();
      expect((await request(test, 'broken')).error).toEqual({ status: 'error', message: 'Internal server error' });
      expect((await request(test, 'refused')).error).toEqual({ status: 'error', message: 'not today' });
      await test.apply(flow({ timeoutMs: 600 }));
      expect((await request(test, 'nobody.answers')).error).toMatchObject({ name: 'TimeoutError' });
      expect((await request(test, 'cats.created')).error).toMatchObject({ name: 'TimeoutError' });
      expect((await emit(test, 'nobody.hears')).error).toBeUndefined();
      expect((await emit(test, 'generate_color')).error).toBeUndefined();
    });

    it('the replicas of a service share the partitions; what has one key stays in order', async () => {
      await using kafka = await startKafka(kind);
      await using test = await start(kafka, { replicas: 3, kafka: { partitions: 6 } });
      const ids = new Map<string, string[]>();
      for (let round = 0; round < 10; round += 1) {
        for (const key of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
          const { traceId } = await emit(test, 'cats.created', { key, value: { round } });
          ids.set(key, [...(ids.get(key) ?? []), traceId]);
        }
      }
      const all = [...ids.values()].flat();
      await expect.poll(() => all.every((id) => of(test, 'received', id).length === 1), { timeout: 40_000 }).toBe(true);
      for (const traces of ids.values()) {
        const arrived = test.events.filter(
          ({ type, traceId }) => type === 'received' && traces.includes(traceId ?? ''),
        );
        expect(arrived.map(({ traceId }) => traceId)).toEqual(traces);
        expect(new Set(arrived.map(({ replica }) => replica)).size).toBe(1);
      }
      const replicas = new Set(all.flatMap((id) => of(test, 'received', id).map(({ replica }) => replica)));
      expect([...replicas].sort()).toEqual([0, 1, 2]);
    });

    it('two services with groups of their own each receive every event', async () => {
      await using kafka = await startKafka(kind);
      const cat = { on: { event: 'cats.created' }, steps: [{ do: 'log' as const, value: 'data' }] };
      const both = testFlow({
        services: { gateway: {}, one: { kafka: {}, handlers: { cat } }, two: { kafka: {}, handlers: { cat } } },
        brokers: { kafka: { host: '127.0.0.1', port: 0 } },
        wires: { events: { from: 'gateway', to: 'kafka' } },
      });
      await using test = await startTestRuntime(both, { brokers: { kafka: kafka.address } });
      const { traceId } = await emit(test, 'cats.created');
      await test.until(({ type, service, traceId: id }) => type === 'received' && service === 'one' && id === traceId);
      await test.until(({ type, service, traceId: id }) => type === 'received' && service === 'two' && id === traceId);
    });

    it('two sessions on one broker do not hear each other, and patterns are shown without the prefix', async () => {
      await using kafka = await startKafka(kind);
      await using mine = await startTestRuntime(flow(), {
        brokers: { kafka: { ...kafka.address, prefix: kafka.named('a.') } },
      });
      await using other = await startTestRuntime(flow(), {
        brokers: { kafka: { ...kafka.address, prefix: kafka.named('b.') } },
      });
      const { traceId } = await emit(mine, 'cats.created');
      const arrived = await mine.until(({ type, traceId: id }) => type === 'received' && id === traceId);
      expect(arrived.pattern).toBe('cats.created');
      expect(await request(other, 'generate_color')).toHaveProperty('reply');
      expect(of(other, 'received', traceId)).toEqual([]);
    });

    it('an event that is emitted while no service runs is delivered when one comes', async () => {
      await using kafka = await startKafka(kind);
      await using test = await start(kafka, { replicas: 1 });
      await test.runtime.actOnService({ service: 'colors', action: 'stop' });
      const { traceId, error } = await emit(test, 'cats.created');
      expect(error).toBeUndefined();
      await test.runtime.actOnService({ service: 'colors', action: 'start' });
      await test.until(({ type, traceId: id }) => type === 'received' && id === traceId);
    });

    it('an event whose handler throws is delivered again, and again', async () => {
      await using kafka = await startKafka(kind);
      await using test = await start(kafka);
      const { traceId } = await emit(test, 'cats.poison');
      await expect.poll(() => of(test, 'threw', traceId).length, { timeout: 40_000 }).toBeGreaterThan(3);
      expect(of(test, 'received', traceId).length).toBeGreaterThan(3);
    });

    it('refuses what is no topic, in words', async () => {
      await using kafka = await startKafka(kind);
      await using test = await start(kafka);
      const refused = { message: expect.stringContaining('is no Kafka topic') as string };
      for (const pattern of ['two words', { cmd: 'sum' }]) {
        expect((await request(test, pattern)).error).toMatchObject(refused);
      }
      expect((await emit(test, 'two words')).error).toMatchObject(refused);
      expect(await request(test, 'generate_color')).toHaveProperty('reply');
    });

    it('a foreign client is understood: its trace comes by headers, and ours goes out by them', async () => {
      await using kafka = await startKafka(kind);
      await using test = await start(kafka);
      const { traceId } = await emit(test, 'for.strangers');
      const consumer = clientOf(kafka).consumer({ groupId: kafka.named('stranger'), maxWaitTimeInMs: 100 });
      await consumer.connect();
      await consumer.subscribe({ topic: kafka.named('for.strangers'), fromBeginning: true });
      const header = new Promise<string | undefined>((resolve) => {
        void consumer.run({
          eachMessage: async ({ message }) => resolve(message.headers?.['traceparent']?.toString()),
        });
      });
      expect(await header).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
      await consumer.disconnect();

      const headers = { traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` };
      await produce(kafka, kafka.named('cats.created'), { key: 'k', value: JSON.stringify({ name: 'Kim' }), headers });
      expect(await test.until(({ type, traceId: id }) => type === 'received' && id === 'ab'.repeat(16))).toMatchObject({
        pattern: 'cats.created',
        data: { name: 'Kim' },
      });
      await produce(kafka, kafka.named('cats.created'), { value: 'no json' });
      await test.until(({ type, data }) => type === 'received' && data === 'no json');
    });

    it('a handler that never ends holds up its whole consumer, as in NestJS, but not the stop of its service', async () => {
      await using kafka = await startKafka(kind);
      await using test = await start(kafka);
      expect(await request(test, 'generate_color')).toHaveProperty('reply');
      await test.apply(flow({ timeoutMs: 1500 }));
      const stuck = await request(test, 'never');
      expect(stuck.error).toMatchObject({ name: 'TimeoutError' });
      expect(of(test, 'received', stuck.traceId)).toHaveLength(1);
      expect((await request(test, 'generate_color')).error).toMatchObject({ name: 'TimeoutError' });
      await test.runtime.actOnService({ service: 'colors', action: 'stop' });
      expect(test.runtime.status().services['colors']?.state).toBe('down');
    });

    it('an edit that builds a service anew hands its partitions over, and gives topics more of them', async () => {
      await using kafka = await startKafka(kind);
      await using test = await start(kafka, { replicas: 2 });
      expect(await request(test, 'generate_color')).toHaveProperty('reply');
      const up = next(test, 'serviceChanged', 'up');
      await test.apply(flow({ replicas: 2, kafka: { partitions: 5 } }));
      await up;
      expect(await request(test, 'generate_color')).toHaveProperty('reply');
      const admin = clientOf(kafka).admin();
      const topic = (await admin.fetchTopicMetadata({ topics: [kafka.named('generate_color')] })).topics[0];
      expect(topic?.partitions.length).toBe(5);
      await admin.disconnect();
    });

    it('starts without its broker, says so, and works once the broker is there', async () => {
      await using kafka = await startKafka(kind);
      await kafka.kill();
      await using test = await start(kafka);
      expect(test.runtime.status().services['colors']).toMatchObject({
        state: 'degraded',
        problems: [{ code: 'brokerFailed' }],
      });
      expect(await request(test, 'generate_color')).toHaveProperty('error');
      const up = next(test, 'serviceChanged', 'up');
      await kafka.start();
      await up;
      await expect
        .poll(() => request(test, 'generate_color'), { timeout: 40_000 })
        .toMatchObject({
          reply: { color: 'red' },
        });
    });

    brokerFaults('kafka', kind);
    brokerKills('kafka', kind);
  });

// A heavy one takes longer to come back than a wire waits for its broker.
it.each(kafkaKinds.filter(({ isHeavy }) => !isHeavy))(
  'over $name a request and an event on their way when the broker dies are answered and delivered when it is back',
  async (kind) => {
    await using kafka = await startKafka(kind);
    await using test = await start(kafka, { timeoutMs: 30_000 });
    expect(await request(test, 'slow')).toMatchObject({ reply: 'late' });
    await kafka.kill();
    const asked = request(test, 'slow');
    const told = emit(test, 'cats.created');
    await kafka.start();
    expect(await asked).toMatchObject({ reply: 'late' });
    const { traceId } = await told;
    await test.until(({ type, traceId: id }) => type === 'received' && id === traceId);
  },
);
