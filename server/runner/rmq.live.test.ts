// NestJS over RabbitMQ, on the built-in broker and on a real one: the row of RMQ in the table of what each transport does.
import { connect } from 'amqplib';
import { afterAll, describe, expect, it } from 'vitest';
import type { RmqListener } from '#shared/flow/rmqRoute.ts';
import type { Step } from '#shared/steps/step.ts';
import { brokerFaults } from './faults/testing/brokerFaults.ts';
import { brokerKills } from './testing/brokerKills.ts';
import { rmqKinds, startRmq, type TestRmq } from './testing/rmqForTests.ts';
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
  broken: { on: { message: 'broken' }, steps: [{ do: 'throw', error: 'error', message: "'boom'" }] },
  refused: { on: { message: 'refused' }, steps: [{ do: 'throw', error: 'rpc', message: "'no'" }] },
  nothing: { on: { message: 'nothing' }, steps: [{ do: 'log', value: 'data' }] },
  cat: { on: { event: 'cats.*.created' }, steps: [{ do: 'log', value: 'data' }] },
  task: { on: { event: 'task' }, steps: [{ do: 'log', value: 'data' }] },
  poison: { on: { event: 'poison' }, steps: [{ do: 'throw', error: 'error', message: "'boom'" }] },
};

/** Asks somebody before it is done. */
const placed: TestHandlers = {
  placed: {
    on: { event: 'placed' },
    steps: [
      { do: 'send', wire: 'bank', pattern: 'pay', data: 'data', as: 'answer' },
      { do: 'log', value: 'answer' },
    ],
  },
};

/** A real one needs seconds for each start. */
const options = { timeout: 120_000 };

interface FlowParts {
  replicas?: number;
  timeoutMs?: number;
  rmq?: Partial<RmqListener>;
  hasService?: boolean;
}

const flow = ({ replicas = 1, timeoutMs = 20_000, rmq = {}, hasService = true }: FlowParts = {}) =>
  testFlow({
    services: { gateway: {}, ...(hasService ? { colors: { rmq, handlers, replicas } } : {}) },
    brokers: { rmq: { host: '127.0.0.1', port: 0 } },
    wires: { events: { from: 'gateway', to: 'rmq', timeoutMs } },
  });

const start = (rmq: TestRmq, parts: FlowParts = {}): Promise<TestRuntime> =>
  startTestRuntime(flow(parts), { brokers: { rmq: rmq.address } });

const request = (test: TestRuntime, pattern: string | { cmd: string }) =>
  test.runtime.send({ wire: 'events', pattern, data: {}, kind: 'request' });
const emit = (test: TestRuntime, pattern: string, data: unknown = { name: 'Tom' }) =>
  test.runtime.send({ wire: 'events', pattern, data: data as never, kind: 'event' });

const received = (test: TestRuntime, traceId: string) =>
  test.events.filter((event) => event.type === 'received' && event.traceId === traceId);

for (const kind of rmqKinds)
  describe.skipIf(kind.isMissing)(`RabbitMQ on ${kind.name}`, options, () => {
    afterAll(kind.end);

    it('answers requests, many at once, each to its own caller, as one hop on both sides', async () => {
      await using rmq = await startRmq(kind);
      await using test = await start(rmq);
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

    it('three replicas of a queue take strict turns, for events and for requests', async () => {
      await using rmq = await startRmq(kind);
      await using test = await start(rmq, { replicas: 3 });
      const replicas: unknown[] = [];
      for (let index = 0; index < 9; index += 1) {
        const { traceId } = await emit(test, 'task');
        const { replica } = await test.until(({ type, traceId: id }) => type === 'received' && id === traceId);
        replicas.push(replica);
      }
      expect(replicas.slice(3)).toEqual(replicas.slice(0, 6));
      expect(replicas.slice(0, 3).sort()).toEqual([0, 1, 2]);
      const sent = await Promise.all(Array.from({ length: 9 }, () => request(test, 'generate_color')));
      expect(sent.map(({ traceId }) => received(test, traceId).length)).toEqual(sent.map(() => 1));
      const answers = sent.map(({ reply }) => (reply as { replica: number }).replica);
      expect(answers.toSorted()).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2]);
    });

    it('what is emitted or sent while no service runs is delivered when one does', async () => {
      await using rmq = await startRmq(kind);
      await using test = await start(rmq, { hasService: false, timeoutMs: 500 });
      const event = await emit(test, 'task');
      const sent = await request(test, 'generate_color');
      expect(sent.error).toMatchObject({ name: 'TimeoutError' });
      await test.apply(flow({ timeoutMs: 500 }));
      for (const { traceId } of [event, sent])
        await test.until(
          ({ type, traceId: id, service }) => type === 'received' && id === traceId && service === 'colors',
        );
    });

    it('gives what NestJS gives when a handler throws, is missing, returns nothing, or answers too late', async () => {
      await using rmq = await startRmq(kind);
      await using test = await start(rmq);
      expect((await request(test, 'broken')).error).toEqual({ status: 'error', message: 'Internal server error' });
      expect((await request(test, 'refused')).error).toMatchObject({
        message: expect.stringContaining('no') as string,
      });
      expect((await request(test, 'nobody')).error).toBe(
        'There is no matching message handler defined in the remote service.',
      );
      const missed = await emit(test, 'nobody.hears');
      expect(missed.error).toBeUndefined();
      await test.until(({ type, traceId }) => type === 'unhandled' && traceId === missed.traceId);
      // An event handler that is asked runs, and answers with nothing.
      const asked = await request(test, 'task');
      expect(asked.reply).toBeUndefined();
      await test.apply(flow({ timeoutMs: 300 }));
      const late = await request(test, { cmd: 'slow' });
      expect(late.error).toMatchObject({ name: 'TimeoutError' });
      expect(await test.until(({ type, traceId }) => type === 'orphaned' && traceId === late.traceId)).toMatchObject({
        data: 'late',
        note: 'The caller had stopped waiting.',
      });
    });

    it('by topics each service gets what its patterns say, by a wildcard too; a request that nobody has hangs', async () => {
      await using rmq = await startRmq(kind);
      const topics = (timeoutMs = 20_000) =>
        testFlow({
          services: {
            gateway: {},
            cats: {
              rmq: { queue: 'cats', exchange: 'topic' },
              handlers: { cat: { on: { event: 'cats.*.created' }, steps: [{ do: 'log', value: 'data' }] } },
            },
            colors: {
              rmq: { queue: 'colors', exchange: 'topic' },
              handlers: {
                color: { on: { message: { cmd: 'color' } }, steps: [{ do: 'reply', value: "'red'" }] },
                all: { on: { event: 'cats.#' }, steps: [{ do: 'log', value: 'data' }] },
              },
            },
          },
          brokers: { rmq: { host: '127.0.0.1', port: 0 } },
          wires: { events: { from: 'gateway', to: 'rmq', timeoutMs } },
        });
      await using test = await startTestRuntime(topics(), { brokers: { rmq: rmq.address } });
      const { traceId } = await emit(test, 'cats.black.created');
      await test.until(() => received(test, traceId).length === 2);
      expect(
        received(test, traceId)
          .map(({ service, pattern }) => `${service} ${JSON.stringify(pattern)}`)
          .sort(),
      ).toEqual(['cats "cats.*.created"', 'colors "cats.#"']);
      expect(await request(test, { cmd: 'color' })).toMatchObject({ reply: 'red' });
      await test.apply(topics(300));
      expect((await request(test, 'nobody')).error).toMatchObject({ name: 'TimeoutError' });
    });

    it('acknowledged when handled: what a dying replica had goes to the next, what throws goes to the dead letters', async () => {
      await using rmq = await startRmq(kind);
      const acknowledging = testFlow({
        services: {
          gateway: {},
          colors: {
            rmq: { noAck: false, prefetch: 1, deadLetterQueue: 'dead' },
            handlers,
          },
          morgue: {
            rmq: { queue: 'dead' },
            handlers: { poison: { on: { event: 'poison' }, steps: [{ do: 'log', value: 'data' }] } },
          },
        },
        brokers: { rmq: { host: '127.0.0.1', port: 0 } },
        wires: { events: { from: 'gateway', to: 'rmq', queue: 'default', timeoutMs: 20_000 } },
      });
      await using test = await startTestRuntime(acknowledging, { brokers: { rmq: rmq.address } });
      const { traceId } = await emit(test, 'poison');
      await test.until(
        ({ type, traceId: id, service }) => type === 'received' && id === traceId && service === 'morgue',
      );
      // The next one comes although the first has failed: it was settled.
      for (let index = 0; index < 5; index += 1) expect(await request(test, 'generate_color')).toHaveProperty('reply');
      expect((await request(test, 'nobody')).error).toContain('no matching message handler');
      expect(await request(test, 'generate_color')).toHaveProperty('reply');
      const slow = request(test, { cmd: 'slow' });
      await test.until((event) => event.type === 'received' && JSON.stringify(event.pattern) === '{"cmd":"slow"}');
      await test.setFaults({ id: 'gone', kind: 'kill', forMs: 50, target: { service: 'colors' } });
      expect(await slow).toMatchObject({ reply: 'late' });
    });

    it('what a replica has in hand when its service is made smaller or taken away is delivered again', async () => {
      await using rmq = await startRmq(kind);
      const paying = (replicas: number, work: Step[] = []) =>
        testFlow({
          services: {
            gateway: {},
            bank: {
              tcp: true,
              handlers: { pay: { on: { message: 'pay' }, steps: [...work, { do: 'reply', value: "'paid'" }] } },
            },
            ...(replicas === 0 ? {} : { orders: { rmq: { noAck: false, prefetch: 1 }, replicas, handlers: placed } }),
          },
          brokers: { rmq: { host: '127.0.0.1', port: 0 } },
          wires: {
            events: { from: 'gateway', to: 'rmq', queue: 'default' },
            ...(replicas === 0 ? {} : { bank: { from: 'orders', to: 'bank', timeoutMs: 100_000 } }),
          },
        });
      const forEver: Step = { do: 'delay', ms: 600_000 };
      await using test = await startTestRuntime(paying(2, [forEver]), { brokers: { rmq: rmq.address } });
      const traceIds = [(await emit(test, 'placed')).traceId, (await emit(test, 'placed')).traceId];
      await test.until(
        () => test.events.filter(({ type, service }) => type === 'started' && service === 'bank').length === 2,
      );
      await test.apply(paying(1, [forEver]));
      await test.apply(paying(0));
      await test.apply(paying(1));
      const paid = (): unknown[] =>
        test.events.flatMap(({ type, data, traceId }) => (type === 'logged' && data === 'paid' ? [traceId] : []));
      await expect.poll(() => paid().sort(), { timeout: 30_000 }).toEqual(traceIds.sort());
      // A handler that throws has its message thrown away: none may fail for the end of its own replica.
      expect(test.events.filter(({ type }) => type === 'threw')).toEqual([]);
    });

    it('what a replica asks for is answered before it stops, and does not fail when it is killed', async () => {
      await using rmq = await startRmq(kind);
      const pay = (ms: number): Step[] => [
        { do: 'delay', ms },
        { do: 'reply', value: "'paid'" },
      ];
      const paying = (ms: number) =>
        testFlow({
          services: {
            gateway: {},
            bank: { tcp: true, handlers: { pay: { on: { message: 'pay' }, steps: pay(ms) } } },
            orders: { rmq: { noAck: false }, handlers: placed },
          },
          brokers: { rmq: { host: '127.0.0.1', port: 0 } },
          wires: {
            events: { from: 'gateway', to: 'rmq', queue: 'default' },
            bank: { from: 'orders', to: 'bank', timeoutMs: 100_000 },
          },
        });
      await using test = await startTestRuntime(paying(300), { brokers: { rmq: rmq.address } });
      const asked = async (): Promise<string> => {
        const { traceId } = await emit(test, 'placed');
        await test.until((event) => event.type === 'started' && event.service === 'bank' && event.traceId === traceId);
        return traceId;
      };
      const isPaid = (wanted: string) =>
        test.until(({ type, traceId, data }) => type === 'logged' && traceId === wanted && data === 'paid');
      const stopped = await asked();
      await test.runtime.actOnService({ service: 'orders', action: 'stop' });
      await isPaid(stopped);
      await test.runtime.actOnService({ service: 'orders', action: 'start' });
      const restarted = await asked();
      await test.runtime.actOnService({ service: 'orders', action: 'restart' });
      await isPaid(restarted);
      await test.apply(paying(600_000));
      const killed = await asked();
      await test.setFaults({ id: 'gone', kind: 'kill', forMs: 50, target: { service: 'orders' } });
      await test.apply(paying(0));
      await isPaid(killed);
      expect(test.events.filter(({ type }) => type === 'threw')).toEqual([]);
    });

    it('two sessions on one broker do not hear each other', async () => {
      await using rmq = await startRmq(kind);
      await using mine = await startTestRuntime(flow(), {
        brokers: { rmq: { ...rmq.address, prefix: rmq.named('a.') } },
      });
      await using other = await startTestRuntime(flow(), {
        brokers: { rmq: { ...rmq.address, prefix: rmq.named('b.') } },
      });
      const { traceId } = await emit(mine, 'task');
      await mine.until(() => received(mine, traceId).length === 1);
      expect(await request(other, 'generate_color')).toHaveProperty('reply');
      expect(received(other, traceId)).toEqual([]);
    });

    it('a foreign client is understood: its trace comes by headers, and ours goes out by them', async () => {
      await using rmq = await startRmq(kind);
      await using test = await start(rmq);
      const connection = await connect(`amqp://127.0.0.1:${rmq.port}`);
      const channel = await connection.createChannel();
      const trace = (id: string) => ({ headers: { traceparent: `00-${id.repeat(16)}-${'cd'.repeat(8)}-01` } });
      channel.sendToQueue(
        rmq.named('default'),
        Buffer.from(JSON.stringify({ pattern: 'task', data: { name: 'Kim' } })),
        trace('ab'),
      );
      expect(await test.until(({ type, traceId }) => type === 'received' && traceId === 'ab'.repeat(16))).toMatchObject(
        {
          pattern: 'task',
          data: { name: 'Kim' },
        },
      );
      // As amqp-publish does it: no JSON, no pattern.
      channel.sendToQueue(rmq.named('default'), Buffer.from('hello'));
      expect(await test.until(({ type, data }) => type === 'received' && data === 'hello')).toMatchObject({
        pattern: 'default',
      });
      await test.apply(flow({ hasService: false }));
      const { traceId } = await emit(test, 'task');
      const letter = await channel.get(rmq.named('default'), { noAck: true });
      expect(letter && letter.properties.headers?.['traceparent']).toMatch(
        new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`),
      );
      await connection.close();
    });

    it('starts without its broker, says so, and works once the broker is there', async () => {
      await using rmq = await startRmq(kind);
      await rmq.kill();
      await using test = await start(rmq);
      expect(test.runtime.status().services['colors']).toMatchObject({
        state: 'degraded',
        problems: [{ code: 'brokerFailed' }],
      });
      const { error } = await request(test, 'generate_color');
      expect(JSON.stringify(error)).not.toContain('guest');
      await rmq.start();
      await test.until(
        ({ type, service, state }) => type === 'serviceChanged' && service === 'colors' && state === 'up',
      );
      expect(await request(test, 'generate_color')).toMatchObject({ reply: { color: 'red' } });
    });

    it('a queue that is there with other settings is told at the listener, and nothing crashes', async () => {
      await using rmq = await startRmq(kind);
      const connection = await connect(`amqp://127.0.0.1:${rmq.port}`);
      const channel = await connection.createChannel();
      await channel.assertQueue(rmq.named('default'), { durable: false });
      await using test = await start(rmq);
      expect(test.runtime.status().services['colors']?.problems[0]?.message).toMatch(
        /PRECONDITION.*Name another queue/,
      );
      await channel.deleteQueue(rmq.named('default'));
      await expect.poll(() => request(test, 'generate_color'), { timeout: 30_000 }).toHaveProperty('reply');
      await connection.close();
    });

    brokerFaults('rmq', kind);
    brokerKills('rmq', kind);
  });
