// NestJS over NATS, on the built-in broker and on a real one.
import { connect, headers as newHeaders } from '@nats-io/transport-node';
import { describe, expect, it } from 'vitest';
import { brokerFaults } from './faults/testing/brokerFaults.ts';
import { brokerKills } from './testing/brokerKills.ts';
import { natsKinds, startNats, type TestNats } from './testing/natsForTests.ts';
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
  cat: { on: { event: 'cats.*.created' }, steps: [{ do: 'log', value: 'data' }] },
};

interface FlowParts {
  replicas?: number;
  timeoutMs?: number;
  queue?: string;
}

const flow = ({ replicas = 1, timeoutMs = 20_000, queue }: FlowParts = {}) =>
  testFlow({
    services: { gateway: {}, colors: { nats: queue === undefined ? {} : { queue }, handlers, replicas } },
    brokers: { nats: { host: '127.0.0.1', port: 0 } },
    wires: { events: { from: 'gateway', to: 'nats', timeoutMs } },
  });

const start = (nats: TestNats, parts: FlowParts = {}): Promise<TestRuntime> =>
  startTestRuntime(flow(parts), { brokers: { nats: nats.address } });

const request = (test: TestRuntime, pattern: string | { cmd: string }) =>
  test.runtime.send({ wire: 'events', pattern, data: {}, kind: 'request' });
const emit = (test: TestRuntime, pattern: string) =>
  test.runtime.send({ wire: 'events', pattern, data: { name: 'Tom' }, kind: 'event' });

const received = (test: TestRuntime, traceId: string) =>
  test.events.filter((event) => event.type === 'received' && event.traceId === traceId);

for (const kind of natsKinds) {
  describe.skipIf(kind.isMissing)(`NATS on ${kind.name}`, () => {
    it('answers requests, many at once, each to its own caller, as one hop on both sides', async () => {
      await using nats = await startNats(kind);
      await using test = await start(nats);
      const sent = await Promise.all(Array.from({ length: 20 }, () => request(test, 'generate_color')));
      expect(sent.map(({ reply }) => reply)).toEqual(Array.from({ length: 20 }, () => ({ color: 'red', replica: 0 })));
      for (const { traceId } of sent) {
        expect(test.story(traceId).filter((line) => !line.startsWith('colors'))).toEqual([
          'gateway called',
          'gateway sent',
          'gateway answered',
          'gateway completed',
        ]);
        expect(new Set(test.events.flatMap((event) => (event.traceId === traceId ? [event.hopId] : []))).size).toBe(1);
      }
    });

    it('an event reaches every replica, by a wildcard too, and the pattern is shown without the prefix', async () => {
      await using nats = await startNats(kind);
      await using test = await startTestRuntime(flow({ replicas: 3 }), {
        brokers: { nats: { ...nats.address, prefix: 'patchbay.one.' } },
      });
      const { traceId } = await emit(test, 'cats.black.created');
      await test.until(() => received(test, traceId).length === 3);
      expect(
        received(test, traceId)
          .map(({ replica, pattern }) => [replica, pattern])
          .sort(),
      ).toEqual([
        [0, 'cats.*.created'],
        [1, 'cats.*.created'],
        [2, 'cats.*.created'],
      ]);
      expect(await request(test, { cmd: 'slow' })).toMatchObject({ reply: 'late' });
    });

    it('two sessions on one broker do not hear each other', async () => {
      await using nats = await startNats(kind);
      await using mine = await startTestRuntime(flow(), { brokers: { nats: { ...nats.address, prefix: 'a.' } } });
      await using other = await startTestRuntime(flow(), { brokers: { nats: { ...nats.address, prefix: 'b.' } } });
      const { traceId } = await emit(mine, 'cats.black.created');
      await mine.until(() => received(mine, traceId).length === 1);
      expect(await request(other, 'generate_color')).toHaveProperty('reply');
      expect(received(other, traceId)).toEqual([]);
    });

    it('in a queue group one replica receives each message', async () => {
      await using nats = await startNats(kind);
      await using test = await start(nats, { replicas: 3, queue: 'workers' });
      const sent = await Promise.all(Array.from({ length: 60 }, () => request(test, 'generate_color')));
      expect(sent.map(({ traceId }) => received(test, traceId).length)).toEqual(sent.map(() => 1));
      expect(new Set(sent.map(({ reply }) => JSON.stringify(reply))).size).toBe(3);
    });

    it('a request that nobody listens to fails at once; an event is lost in silence', async () => {
      await using nats = await startNats(kind);
      await using test = await start(nats);
      const unknown = await request(test, 'nobody.answers');
      expect(unknown.error).toMatchObject({
        message: expect.stringContaining('no subscribers listening to that message') as string,
      });
      expect(test.story(unknown.traceId)).toEqual(['gateway called', 'gateway sent', 'gateway lost', 'gateway failed']);
      const event = await emit(test, 'nobody.hears');
      expect(event.error).toBeUndefined();
      expect(test.story(event.traceId)).toEqual(['gateway called', 'gateway sent', 'gateway completed']);
    });

    it('gives what NestJS gives when a handler throws, never answers, or answers too late', async () => {
      await using nats = await startNats(kind);
      await using test = await start(nats);
      expect((await request(test, 'broken')).error).toEqual({ status: 'error', message: 'Internal server error' });
      expect(await request(test, 'generate_color')).toHaveProperty('reply');
      await test.apply(flow({ timeoutMs: 300 }));
      expect((await request(test, { cmd: 'slow' })).error).toMatchObject({ name: 'TimeoutError' });
    });

    it('refuses what is no subject, instead of writing it into the connection', async () => {
      await using nats = await startNats(kind);
      await using test = await start(nats);
      for (const pattern of ['two words', 'a\r\nPUB cats.x.created 2\r\n{}']) {
        expect((await request(test, pattern)).error).toMatchObject({
          message: expect.stringContaining('is no NATS subject') as string,
        });
        expect((await emit(test, pattern)).error).toMatchObject({
          message: expect.stringContaining('is no NATS subject') as string,
        });
      }
      expect(await request(test, 'generate_color')).toHaveProperty('reply');
      expect(test.events.filter(({ pattern, type }) => type === 'received' && pattern === 'cats.*.created')).toEqual(
        [],
      );
    });

    it('shows the reply that came too late, once, and stops listening for it', async () => {
      await using nats = await startNats(kind);
      await using test = await start(nats);
      expect(await request(test, 'generate_color')).toHaveProperty('reply');
      await test.apply(flow({ timeoutMs: 300 }));
      const late = await Promise.all([request(test, { cmd: 'slow' }), request(test, { cmd: 'slow' })]);
      for (const { traceId, error } of late) {
        expect(error).toMatchObject({ name: 'TimeoutError' });
        expect(await test.until(({ type, traceId: id }) => type === 'orphaned' && id === traceId)).toMatchObject({
          data: 'late',
          note: 'The caller had stopped waiting.',
        });
      }
      await test.apply(flow());
      expect(await request(test, 'generate_color')).toHaveProperty('reply');
      expect(test.events.filter(({ type }) => type === 'orphaned')).toHaveLength(2);
    });

    it('a foreign client is understood: its trace comes by headers, and ours goes out by them', async () => {
      await using nats = await startNats(kind);
      await using test = await start(nats);
      const client = await connect({ servers: `127.0.0.1:${nats.port}` });
      const heard = new Promise<string | undefined>((resolve) => {
        client.subscribe('for.strangers', {
          callback: (_error, message) => resolve(message.headers?.get('traceparent')),
        });
      });
      await client.flush();
      const { traceId } = await emit(test, 'for.strangers');
      expect(await heard).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));

      const headers = newHeaders();
      headers.set('traceparent', `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`);
      client.publish('cats.white.created', JSON.stringify({ name: 'Kim' }), { headers });
      expect(await test.until(({ type, traceId: id }) => type === 'received' && id === 'ab'.repeat(16))).toMatchObject({
        pattern: 'cats.*.created',
        data: { name: 'Kim' },
      });
      client.publish('cats.white.created', 'no json');
      const reply = await client.request('generate_color', JSON.stringify({ id: '1', pattern: 'x', data: {} }));
      expect(reply.json()).toMatchObject({ id: '1', response: { color: 'red' } });
      await client.close();
    });

    it('a reply that is no JSON fails that call, nothing else', async () => {
      await using nats = await startNats(kind);
      await using test = await start(nats);
      const client = await connect({ servers: `127.0.0.1:${nats.port}` });
      client.subscribe('strange', { callback: (_error, message) => void message.respond('no json') });
      await client.flush();
      expect((await request(test, 'strange')).error).toMatchObject({ name: 'SyntaxError' });
      expect(await request(test, 'generate_color')).toHaveProperty('reply');
      await client.close();
    });

    it('starts without its broker, says so, and works once the broker is there', async () => {
      await using nats = await startNats(kind);
      await nats.kill();
      await using test = await start(nats);
      expect(test.runtime.status().services['colors']).toMatchObject({
        state: 'degraded',
        problems: [{ code: 'brokerFailed' }],
      });
      expect(await request(test, 'generate_color')).toHaveProperty('error');
      await nats.start();
      await test.until(
        ({ type, service, state }) => type === 'serviceChanged' && service === 'colors' && state === 'up',
      );
      expect(await request(test, 'generate_color')).toMatchObject({ reply: { color: 'red' } });
    });

    it('a request on its way when the broker dies is never answered, as in NestJS', async () => {
      await using nats = await startNats(kind);
      await using test = await start(nats);
      expect(await request(test, 'generate_color')).toHaveProperty('reply');
      await test.apply(flow({ timeoutMs: 2000 }));
      const sent = request(test, { cmd: 'slow' });
      await test.until(({ type, pattern }) => type === 'received' && JSON.stringify(pattern).includes('slow'));
      await nats.kill();
      expect((await sent).error).toMatchObject({ name: 'TimeoutError' });
      await nats.start();
    });

    brokerFaults('nats', kind);
    brokerKills('nats', kind);
  });
}
