import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { brokerFaults } from './faults/testing/brokerFaults.ts';
import { brokerKills } from './testing/brokerKills.ts';
import { redisKinds, startRedis, type TestRedis } from './testing/redisForTests.ts';
import { startTestRuntime, testFlow, type TestHandlers, type TestRuntime } from './testing/testRuntime.ts';

const handlers: TestHandlers = {
  color: {
    on: { message: 'generate_color' },
    steps: [{ do: 'reply', value: "{ color: 'red', replica: meta.replica }" }],
  },
  slow: {
    on: { message: { cmd: 'slow' } },
    steps: [
      { do: 'delay', ms: 600 },
      { do: 'reply', value: "'late'" },
    ],
  },
  cat: { on: { event: 'cat_created' }, steps: [{ do: 'log', value: 'data' }] },
};

const flow = ({ replicas = 1, timeoutMs = 20_000 } = {}) =>
  testFlow({
    services: { gateway: {}, colors: { redis: 'redis', handlers, replicas } },
    brokers: { redis: { host: '127.0.0.1', port: 0 } },
    wires: { events: { from: 'gateway', to: 'redis', timeoutMs } },
  });

const request = (test: TestRuntime, pattern: string | { cmd: string }) =>
  test.runtime.send({ wire: 'events', pattern, data: {}, kind: 'request' });
const emit = (test: TestRuntime, pattern: string) =>
  test.runtime.send({ wire: 'events', pattern, data: { name: 'Tom' }, kind: 'event' });

/** A caller that is connected, and then gives up soon; not so soon that a busy machine could be the reason. */
async function startImpatient(redis: TestRedis): Promise<TestRuntime> {
  const test = await startTestRuntime(flow(), { brokers: { redis: redis.address } });
  expect(await request(test, 'generate_color')).toHaveProperty('reply');
  await test.apply(flow({ timeoutMs: 300 }));
  return test;
}

for (const kind of redisKinds) {
  describe.skipIf(kind.isMissing)(`Redis on ${kind.name}`, () => {
    it('answers requests, many at once over a cold reply channel too, each to its own caller', async () => {
      await using redis = await startRedis(kind);
      await using test = await startTestRuntime(flow(), { brokers: { redis: redis.address } });
      const sent = await Promise.all(Array.from({ length: 20 }, () => request(test, 'generate_color')));
      expect(sent.map(({ reply }) => reply)).toEqual(Array.from({ length: 20 }, () => ({ color: 'red', replica: 0 })));
      for (const { traceId } of sent) {
        expect(test.story(traceId).filter((line) => !line.startsWith('colors'))).toEqual([
          'gateway called',
          'gateway sent',
          'gateway answered',
          'gateway completed',
        ]);
      }
    });

    it('gives an event to every replica, and shows the plain pattern behind a prefix', async () => {
      await using redis = await startRedis(kind);
      await using test = await startTestRuntime(flow({ replicas: 3 }), {
        brokers: { redis: { ...redis.address, prefix: 'session1:' } },
      });
      const { traceId } = await emit(test, 'cat_created');
      const isIt = (event: { type: string; traceId?: string | undefined }): boolean =>
        event.type === 'received' && event.traceId === traceId;
      await test.until(() => test.events.filter(isIt).length === 3);
      const received = test.events.filter(isIt);
      expect(received.map(({ replica }) => replica).sort()).toEqual([0, 1, 2]);
      expect(new Set(received.map(({ pattern }) => pattern))).toEqual(new Set(['cat_created']));
      expect(await request(test, { cmd: 'slow' })).toMatchObject({ reply: 'late' });
    });

    it('shows what nobody received', async () => {
      await using redis = await startRedis(kind);
      await using test = await startImpatient(redis);
      const event = await emit(test, 'nobody_listens');
      expect(await test.until(({ type, traceId }) => type === 'lost' && traceId === event.traceId)).toMatchObject({
        receivers: 0,
        note: '0 subscribers',
        broker: 'redis',
      });
      const unknown = await request(test, 'nobody_answers');
      expect(unknown.error).toMatchObject({ name: 'TimeoutError' });
      expect(test.story(unknown.traceId)).toEqual([
        'gateway called',
        'gateway sent',
        'gateway lost',
        'gateway timedOut',
        'gateway failed',
      ]);
    });

    it('shows the reply that came too late', async () => {
      await using redis = await startRedis(kind);
      await using test = await startImpatient(redis);
      const sent = await request(test, { cmd: 'slow' });
      expect(sent.error).toMatchObject({ name: 'TimeoutError' });
      await test.until(({ type, traceId }) => type === 'orphaned' && traceId === sent.traceId);
    });

    it('a foreign client is understood, and understands: plain text, JSON, and the trace in the packet', async () => {
      await using redis = await startRedis(kind);
      await using test = await startTestRuntime(flow(), { brokers: { redis: redis.address } });
      const clients = [new Redis(redis.address), new Redis(redis.address)] as const;
      const [listener, client] = clients;
      const heard = new Promise<string>((resolve) => listener.on('message', (_channel, text) => resolve(text)));
      await listener.subscribe('for_strangers');
      const { traceId } = await test.runtime.send({
        wire: 'events',
        pattern: 'for_strangers',
        data: {},
        kind: 'event',
      });
      expect(await heard).toContain(traceId);

      // As redis-cli does it: no packet of Nest.
      await client.publish('cat_created', 'hello');
      expect(await test.until(({ type, data }) => type === 'received' && data === 'hello')).toMatchObject({
        pattern: 'cat_created',
      });
      const traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;
      await client.publish(
        'cat_created',
        JSON.stringify({ pattern: 'cat_created', data: { name: 'Kim' }, metadata: { traceparent } }),
      );
      expect(await test.until(({ type, traceId: id }) => type === 'received' && id === 'ab'.repeat(16))).toMatchObject({
        data: { name: 'Kim' },
        parentId: 'cd'.repeat(8),
      });
      for (const one of clients) one.disconnect();
    });

    it('heals when its broker is killed and comes back: services, wires and states', async () => {
      await using redis = await startRedis(kind);
      await using test = await startTestRuntime(flow(), { brokers: { redis: redis.address } });
      expect(await request(test, 'generate_color')).toHaveProperty('reply');
      await redis.kill();
      await test.until(({ type, state }) => type === 'wireChanged' && state === 'reconnecting');
      await test.until(({ type, state }) => type === 'serviceChanged' && state === 'degraded');
      expect((await request(test, 'generate_color')).error).toBe('Error: Connection lost. Trying to reconnect...');
      const seen = test.events.length;
      await redis.start();
      await test.until(
        (event) => test.events.indexOf(event) >= seen && event.type === 'wireChanged' && event.state === 'connected',
      );
      await test.until(
        (event) => test.events.indexOf(event) >= seen && event.type === 'serviceChanged' && event.state === 'up',
      );
      expect(await request(test, 'generate_color')).toMatchObject({ reply: { color: 'red' } });
    });

    it('starts without its broker, says so, and works once the broker is there', async () => {
      await using redis = await startRedis(kind);
      await redis.kill();
      await using test = await startTestRuntime(flow(), { brokers: { redis: redis.address } });
      expect(test.runtime.status().services['colors']).toMatchObject({
        state: 'degraded',
        problems: [{ code: 'brokerFailed' }],
      });
      expect(await request(test, 'generate_color')).toHaveProperty('error');
      await redis.start();
      await test.until(
        ({ type, service, state }) => type === 'serviceChanged' && service === 'colors' && state === 'up',
      );
      await test.until(({ type, state }) => type === 'wireChanged' && state === 'connected');
      expect(await request(test, 'generate_color')).toMatchObject({ reply: { color: 'red' } });
    });

    it('breaks the link to a broker for everybody on it', async () => {
      await using redis = await startRedis(kind);
      await using test = await startImpatient(redis);
      await test.setFaults({ id: 'hole', kind: 'timeout', target: { broker: 'redis' } });
      const sent = await request(test, 'generate_color');
      expect(sent.error).toMatchObject({ name: 'TimeoutError' });
      expect((await test.until(({ type, traceId }) => type === 'failed' && traceId === sent.traceId)).faults).toEqual([
        'hole',
      ]);
    });

    brokerFaults('redis', kind);
    brokerKills('redis', kind);
  });
}
