// NestJS over MQTT, on the built-in broker and on a real one.
import { connectAsync } from 'mqtt';
import { describe, expect, it } from 'vitest';
import { brokerFaults } from './faults/testing/brokerFaults.ts';
import { brokerKills } from './testing/brokerKills.ts';
import { mqttKinds, startMqtt, type TestMqtt } from './testing/mqttForTests.ts';
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
  silent: { on: { message: 'silent' }, steps: [{ do: 'log', value: 'data' }] },
  broken: { on: { message: 'broken' }, steps: [{ do: 'throw', error: 'error', message: "'boom'" }] },
  coded: { on: { message: 'coded' }, steps: [{ do: 'throw', error: 'rpc', message: 'no stock' }] },
  stream: { on: { message: 'stream' }, steps: [{ do: 'stream', count: 3, everyMs: 1, value: 'index + 1' }] },
  cat: { on: { event: 'cats/+/created' }, steps: [{ do: 'log', value: 'data' }] },
  all: { on: { event: 'logs/#' }, steps: [{ do: 'log', value: 'data' }] },
};

interface FlowParts {
  replicas?: number;
  timeoutMs?: number;
  group?: string;
  qos?: 0 | 1 | 2;
}

const flow = ({ replicas = 1, timeoutMs = 20_000, ...mqtt }: FlowParts = {}) =>
  testFlow({
    services: { gateway: {}, colors: { mqtt, handlers, replicas } },
    brokers: { mqtt: { host: '127.0.0.1', port: 0 } },
    wires: { events: { from: 'gateway', to: 'mqtt', timeoutMs } },
  });

const start = (mqtt: TestMqtt, parts: FlowParts = {}): Promise<TestRuntime> =>
  startTestRuntime(flow(parts), { brokers: { mqtt: mqtt.address } });

const request = (test: TestRuntime, pattern: string | { cmd: string }) =>
  test.runtime.send({ wire: 'events', pattern, data: {}, kind: 'request' });
const emit = (test: TestRuntime, pattern: string) =>
  test.runtime.send({ wire: 'events', pattern, data: { name: 'Tom' }, kind: 'event' });

const received = (test: TestRuntime, traceId: string) =>
  test.events.filter((event) => event.type === 'received' && event.traceId === traceId);

for (const kind of mqttKinds) {
  describe.skipIf(kind.isMissing)(`MQTT on ${kind.name}`, () => {
    it('answers requests, many at once, each to its own caller, as one hop on both sides', async () => {
      await using mqtt = await startMqtt(kind);
      await using test = await start(mqtt);
      const sent = await Promise.all(Array.from({ length: 20 }, () => request(test, 'generate_color')));
      expect(sent.map(({ reply }) => reply)).toEqual(Array.from({ length: 20 }, () => ({ color: 'red', replica: 0 })));
      for (const { traceId } of sent) {
        expect(test.story(traceId).filter((line) => !line.startsWith('colors'))).toEqual([
          'gateway called',
          'gateway sent',
          'gateway answered',
          'gateway completed',
        ]);
        expect(test.story(traceId).filter((line) => /received|replied/.test(line))).toEqual([
          'colors received',
          'colors replied',
        ]);
        expect(new Set(test.events.flatMap((event) => (event.traceId === traceId ? [event.hopId] : []))).size).toBe(1);
      }
    });

    it('loses no reply of ten parallel requests, six times over, whatever the QoS', async () => {
      await using mqtt = await startMqtt(kind);
      await using test = await start(mqtt);
      for (const qos of [0, 1, 2] as const) {
        await test.apply(flow({ qos }));
        for (let round = 0; round < 6; round += 1) {
          const sent = await Promise.all(Array.from({ length: 10 }, () => request(test, 'generate_color')));
          expect(sent.map(({ error }) => error)).toEqual(sent.map(() => undefined));
        }
      }
    });

    it('an event reaches every replica, by a wildcard too, and the pattern is shown without the prefix', async () => {
      await using mqtt = await startMqtt(kind);
      await using test = await startTestRuntime(flow({ replicas: 3 }), {
        brokers: { mqtt: { ...mqtt.address, prefix: 'patchbay.one.' } },
      });
      const { traceId } = await emit(test, 'cats/black/created');
      await test.until(() => received(test, traceId).length === 3);
      expect(
        received(test, traceId)
          .map(({ replica, pattern, handler }) => [replica, pattern, handler])
          .sort(),
      ).toEqual([0, 1, 2].map((replica) => [replica, 'cats/+/created', 'cat']));
      const deep = await emit(test, 'logs/a/b');
      await test.until(() => received(test, deep.traceId).length === 3);
      expect(received(test, deep.traceId)[0]).toMatchObject({ pattern: 'logs/#', handler: 'all' });
      expect(await request(test, { cmd: 'slow' })).toMatchObject({ reply: 'late' });
    });

    it('two sessions on one broker do not hear each other, not even by a wildcard at the beginning', async () => {
      await using mqtt = await startMqtt(kind);
      const listening = testFlow({
        services: {
          gateway: {},
          ears: { mqtt: {}, handlers: { any: { on: { event: '+/created' }, steps: [{ do: 'log', value: 'data' }] } } },
        },
        brokers: { mqtt: { host: '127.0.0.1', port: 0 } },
        wires: { events: { from: 'gateway', to: 'mqtt' } },
      });
      const at = (prefix: string) => ({ brokers: { mqtt: { ...mqtt.address, prefix } } });
      await using mine = await startTestRuntime(listening, at('patchbay.a.'));
      await using other = await startTestRuntime(listening, at('patchbay.b.'));
      const { traceId } = await emit(mine, 'cats/created');
      await mine.until(() => received(mine, traceId).length === 1);
      const second = await emit(other, 'dogs/created');
      await other.until(() => received(other, second.traceId).length === 1);
      expect(received(other, traceId)).toEqual([]);
    });

    it('of a group one replica receives each message, in turns', async () => {
      await using mqtt = await startMqtt(kind);
      await using test = await start(mqtt, { replicas: 3, group: 'workers' });
      const sent = await Promise.all(Array.from({ length: 60 }, () => request(test, 'generate_color')));
      expect(sent.map(({ traceId }) => received(test, traceId).length)).toEqual(sent.map(() => 1));
      const counts = [0, 1, 2].map((replica) =>
        sent.filter(({ reply }) => JSON.stringify(reply).includes(`:${replica}`)),
      );
      expect(counts.map(({ length }) => length)).toEqual([20, 20, 20]);
    });

    it('without a group all replicas run a request, and the first answer is taken', async () => {
      await using mqtt = await startMqtt(kind);
      await using test = await start(mqtt, { replicas: 3 });
      const { traceId, reply } = await request(test, 'generate_color');
      expect(reply).toMatchObject({ color: 'red' });
      await test.until(() => received(test, traceId).length === 3);
      await test.until((event) => event.type === 'orphaned' && event.traceId === traceId);
    });

    it('a request that nobody listens to ends with its timeout; an event is lost in silence', async () => {
      await using mqtt = await startMqtt(kind);
      await using test = await start(mqtt, { timeoutMs: 1500 });
      const unknown = await request(test, 'nobody/answers');
      expect(unknown.error).toMatchObject({ name: 'TimeoutError' });
      expect(test.story(unknown.traceId)).toEqual([
        'gateway called',
        'gateway sent',
        'gateway timedOut',
        'gateway failed',
      ]);
      const event = await emit(test, 'nobody/hears');
      expect(event.error).toBeUndefined();
      expect(test.story(event.traceId)).toEqual(['gateway called', 'gateway sent', 'gateway completed']);
    });

    it('gives what NestJS gives: an error, an RpcException, a stream, nothing, an answer that comes too late', async () => {
      await using mqtt = await startMqtt(kind);
      await using test = await start(mqtt);
      expect((await request(test, 'broken')).error).toEqual({ status: 'error', message: 'Internal server error' });
      expect((await request(test, 'coded')).error).toEqual({ status: 'error', message: 'no stock' });
      const stream = await request(test, 'stream');
      await test.until(({ type, traceId }) => type === 'completed' && traceId === stream.traceId);
      expect(
        test.events.filter((e) => e.type === 'answered' && e.traceId === stream.traceId).map((e) => e.data),
      ).toEqual([1, 2, 3]);
      expect((await request(test, 'silent')).error).toMatchObject({ name: 'EmptyError' });
      await test.apply(flow({ timeoutMs: 300 }));
      const late = await request(test, { cmd: 'slow' });
      expect(late.error).toMatchObject({ name: 'TimeoutError' });
      expect(await test.until(({ type, traceId }) => type === 'orphaned' && traceId === late.traceId)).toMatchObject({
        data: 'late',
      });
    });

    it('refuses what is no topic, instead of being thrown out for it', async () => {
      await using mqtt = await startMqtt(kind);
      await using test = await start(mqtt);
      for (const pattern of ['cats/+', '#', 'two\nlines']) {
        const refused = { message: expect.stringContaining('is no MQTT topic') as string };
        expect((await request(test, pattern)).error).toMatchObject(refused);
        expect((await emit(test, pattern)).error).toMatchObject(refused);
      }
      expect(await request(test, 'generate_color')).toHaveProperty('reply');
    });

    it('a foreign client is understood, and understands: plain text, JSON, and the trace in the packet', async () => {
      await using mqtt = await startMqtt(kind);
      await using test = await start(mqtt);
      const client = await connectAsync(`mqtt://127.0.0.1:${mqtt.port}`);
      await client.subscribeAsync(['for/strangers', 'generate_color/reply']);
      const next = (): Promise<unknown> =>
        new Promise((resolve) => {
          client.once('message', (_topic, payload) => resolve(JSON.parse(payload.toString())));
        });
      const heard = next();
      const { traceId } = await emit(test, 'for/strangers');
      expect(await heard).toMatchObject({
        data: { name: 'Tom' },
        metadata: { traceparent: expect.stringContaining(traceId) as string },
      });

      client.publish('cats/white/created', JSON.stringify({ name: 'Kim' }));
      const isKim = ({ type, data }: { type: string; data?: unknown }) =>
        type === 'received' && JSON.stringify(data) === '{"name":"Kim"}';
      expect(await test.until(isKim)).toMatchObject({ pattern: 'cats/+/created' });
      client.publish('cats/white/created', 'no json');
      expect(await test.until(({ type, data }) => type === 'received' && data === 'no json')).toMatchObject({
        pattern: 'cats/+/created',
      });
      const traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;
      const answer = next();
      client.publish('generate_color', JSON.stringify({ id: '1', pattern: 'x', data: {}, metadata: { traceparent } }));
      expect(await answer).toMatchObject({ id: '1', response: { color: 'red' } });
      await test.until(({ type, traceId }) => type === 'replied' && traceId === 'ab'.repeat(16));
      expect(received(test, 'ab'.repeat(16))).toHaveLength(1);
      await client.endAsync(true);
    });

    it('a reply that is no JSON hurts nobody', async () => {
      await using mqtt = await startMqtt(kind);
      await using test = await start(mqtt);
      expect(await request(test, 'generate_color')).toHaveProperty('reply');
      const client = await connectAsync(`mqtt://127.0.0.1:${mqtt.port}`);
      await client.publishAsync('generate_color/reply', 'no json', { qos: 1 });
      await client.publishAsync('generate_color/reply', 'null', { qos: 1 });
      expect(await request(test, 'generate_color')).toHaveProperty('reply');
      await client.endAsync(true);
    });

    it('starts without its broker, says so, and works once the broker is there', async () => {
      await using mqtt = await startMqtt(kind);
      await mqtt.kill();
      await using test = await start(mqtt);
      expect(test.runtime.status().services['colors']).toMatchObject({
        state: 'degraded',
        problems: [{ code: 'brokerFailed' }],
      });
      expect((await request(test, 'generate_color')).error).toBeDefined();
      await mqtt.start();
      await test.until(
        ({ type, service, state }) => type === 'serviceChanged' && service === 'colors' && state === 'up',
      );
      await test.until(({ type, state }) => type === 'wireChanged' && state === 'connected');
      expect(await request(test, 'generate_color')).toMatchObject({ reply: { color: 'red' } });
    });

    it('a request on its way when the broker dies is never answered, as in NestJS', async () => {
      await using mqtt = await startMqtt(kind);
      await using test = await start(mqtt);
      expect(await request(test, 'generate_color')).toHaveProperty('reply');
      await test.apply(flow({ timeoutMs: 2000 }));
      const sent = request(test, { cmd: 'slow' });
      await test.until(({ type, pattern }) => type === 'received' && JSON.stringify(pattern).includes('slow'));
      await mqtt.kill();
      expect((await sent).error).toMatchObject({ name: 'TimeoutError' });
      await mqtt.start();
    });

    it('a request to a service that is dead, or dies meanwhile, ends with its timeout; started again it answers', async () => {
      await using mqtt = await startMqtt(kind);
      await using test = await start(mqtt);
      expect(await request(test, 'generate_color')).toHaveProperty('reply');
      await test.apply(flow({ timeoutMs: 700 }));
      const during = request(test, { cmd: 'slow' });
      await test.until(({ type, pattern }) => type === 'received' && JSON.stringify(pattern).includes('slow'));
      await test.runtime.actOnService({ service: 'colors', action: 'kill' });
      expect((await during).error).toMatchObject({ name: 'TimeoutError' });
      expect((await request(test, 'generate_color')).error).toMatchObject({ name: 'TimeoutError' });
      await test.runtime.actOnService({ service: 'colors', action: 'start' });
      expect(await request(test, 'generate_color')).toHaveProperty('reply');
    });

    brokerFaults('mqtt', kind);
    brokerKills('mqtt', kind);
  });
}
