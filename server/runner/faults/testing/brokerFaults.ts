import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SendResult } from '#shared/ipc.ts';
import type { Json } from '#shared/json.ts';
import type { BrokerKind, TestBroker } from '../../testing/testBroker.ts';
import {
  startTestRuntime,
  testFlow,
  type Seen,
  type TestHandlers,
  type TestRuntime,
} from '../../testing/testRuntime.ts';

/**
 * What a NestJS caller gets under link and message faults on the way through a broker, and after they are mended, on every
 * broker alike. What they differ in is written in `differences`.
 */

export type BrokerName = 'redis' | 'nats' | 'rmq' | 'kafka' | 'mqtt';

const timedOut = { error: { name: 'TimeoutError' } };
const connectionLost = { error: 'Error: Connection lost. Trying to reconnect...' };

const differences: Record<
  BrokerName,
  { sum: Json; listener: object; torn: object; whileDown: object | undefined; wrongPattern: object; hasOrphans?: false }
> = {
  redis: {
    sum: 5,
    listener: { redis: 'redis' },
    torn: timedOut,
    whileDown: connectionLost,
    wrongPattern: timedOut,
  },
  nats: {
    sum: 5,
    listener: { nats: {} },
    torn: timedOut,
    whileDown: connectionLost,
    // NATS says at once when nobody listens.
    wrongPattern: { error: { message: expect.stringContaining('no subscribers') as string } },
    // Whoever gives up leaves the subject of its replies.
    hasOrphans: false,
  },
  rmq: {
    sum: 5,
    listener: { rmq: {} },
    torn: { error: { message: 'channel closed' } },
    whileDown: connectionLost,
    // Whoever has the queue gets it.
    wrongPattern: { error: 'There is no matching message handler defined in the remote service.' },
  },
  kafka: {
    sum: '5',
    listener: { kafka: {} },
    // kafkajs sends again what a broken connection lost.
    torn: { reply: '5' },
    // kafkajs waits for its broker: see "a request and an event on their way".
    whileDown: undefined,
    wrongPattern: timedOut,
  },
  mqtt: { sum: 5, listener: { mqtt: {} }, torn: timedOut, whileDown: connectionLost, wrongPattern: timedOut },
};

const handlers: TestHandlers = {
  sum: { on: { message: 'sum' }, steps: [{ do: 'reply', value: 'data.a + data.b' }] },
  seen: { on: { event: 'seen' }, steps: [{ do: 'log', value: 'data' }] },
};

interface Row {
  it: string;
  fault: Record<string, unknown>;
  gets: object;
  /** It ends the connection that is open. */
  reconnects?: boolean;
}

const rowsOf = (transport: BrokerName): Row[] => {
  const { sum, torn, whileDown, wrongPattern } = differences[transport];
  const whole = { reply: sum };
  return [
    { it: 'latency delays', fault: { kind: 'latency', latencyMs: 60 }, gets: whole },
    {
      it: 'what comes in pieces is put together again',
      fault: { kind: 'slicer', averageBytes: 20, variationBytes: 5, delayMs: 10, leg: 'request' },
      gets: whole,
    },
    {
      it: 'a connection that ends in the middle of a message',
      fault: { kind: 'limit_data', bytes: 50, leg: 'request', ...(transport === 'kafka' ? { count: 1 } : {}) },
      gets: torn,
      reconnects: true,
    },
    { it: 'a black hole answers nothing', fault: { kind: 'timeout' }, gets: timedOut, reconnects: true },
    ...(whileDown === undefined
      ? []
      : [
          {
            it: 'a link that is down is told to the caller',
            fault: { kind: 'down' },
            gets: whileDown,
            reconnects: true,
          },
        ]),
    { it: 'a dropped request is never answered', fault: { kind: 'drop' }, gets: timedOut },
    { it: 'a dropped reply never comes', fault: { kind: 'drop', leg: 'reply' }, gets: timedOut },
    { it: 'a late message comes later', fault: { kind: 'delay_message', delayMs: 60 }, gets: whole },
    { it: 'a copy more changes nothing', fault: { kind: 'duplicate_message', copies: 2 }, gets: whole },
    {
      it: 'one that waits for others goes on by itself',
      fault: { kind: 'reorder', window: 3, withinMs: 80, leg: 'request' },
      gets: whole,
    },
    {
      it: 'a wrong pattern reaches nobody who answers it',
      fault: { kind: 'wrong_pattern', pattern: 'summ' },
      gets: wrongPattern,
    },
  ];
};

export function brokerFaults(transport: BrokerName, kind: BrokerKind): void {
  const { sum, listener, hasOrphans = true } = differences[transport];
  const flow = (timeoutMs = 20_000) =>
    testFlow({
      services: { gateway: {}, math: { ...listener, handlers } },
      brokers: { [transport]: { host: '127.0.0.1', port: 0 } },
      wires: { math: { from: 'gateway', to: transport, timeoutMs } },
    });
  const ask = (test: TestRuntime, a = 2): Promise<SendResult> =>
    test.runtime.send({ wire: 'math', pattern: 'sum', data: { a, b: 3 }, kind: 'request' });
  const start = async (): Promise<TestRuntime> => {
    const test = await startTestRuntime(flow(), { brokers: { [transport]: broker.address } });
    expect(await ask(test)).toMatchObject({ reply: sum });
    return test;
  };
  const of = (test: TestRuntime, type: string, traceId: string): Seen[] =>
    test.events.filter((event) => event.type === type && event.traceId === traceId);

  let broker: TestBroker;
  beforeAll(async () => {
    broker = await kind.start();
  }, 120_000);
  afterAll(() => broker[Symbol.asyncDispose]());

  describe('under a fault on its wire', () => {
    it.each(rowsOf(transport))('$it', async ({ fault, gets, reconnects = false }) => {
      await using test = await start();
      if (gets === timedOut) await test.apply(flow(500));
      await test.setFaults({ id: 'broken', target: { wire: 'math' }, ...fault });
      if (fault['kind'] === 'down')
        await test.until(({ type, state }) => type === 'wireChanged' && state !== 'connected');
      const broken = await ask(test);
      expect(broken).toMatchObject(gets);
      await test.until(
        ({ type, faults, traceId }) =>
          type === 'injected' && traceId === broken.traceId && faults?.includes('broken') === true,
      );
      await test.setFaults();
      await test.apply(flow(reconnects ? 1000 : undefined));
      await expect.poll(() => ask(test), { timeout: 30_000 }).toMatchObject({ reply: sum });
    });
  });

  describe.each([{ target: { wire: 'math' } }, { target: { service: 'math' } }])(
    'under a message fault on $target',
    ({ target }) => {
      it('a doubled request is handled twice, and one answer is taken', async () => {
        await using test = await start();
        await test.setFaults({ id: 'twice', kind: 'duplicate_message', leg: 'request', target });
        const { traceId } = await ask(test);
        await test.until(() => of(test, 'replied', traceId).length === 2);
        if (hasOrphans) await test.until(() => of(test, 'orphaned', traceId).length === 1);
        // The last events are told, too.
        test.story(traceId);
        const counts = ['received', 'replied', 'answered'].map((type) => of(test, type, traceId).length);
        expect(counts).toEqual([2, 2, 1]);
      });

      it('a doubled event is handled twice; a late one when the fault is mended', async () => {
        await using test = await start();
        const emit = (data: Json) => test.runtime.send({ wire: 'math', pattern: 'seen', data, kind: 'event' });
        await test.setFaults({ id: 'twice', kind: 'duplicate_message', target });
        const twice = await emit({ n: 1 });
        await test.until(() => of(test, 'logged', twice.traceId).length === 2);
        await test.setFaults({ id: 'late', kind: 'delay_message', delayMs: 600_000, target });
        const late = await emit({ n: 2 });
        expect(late).not.toHaveProperty('error');
        expect(of(test, 'logged', late.traceId)).toEqual([]);
        await test.setFaults();
        await test.until(() => of(test, 'logged', late.traceId).length === 1);
      });
    },
  );

  it('a held request arrives after its caller has given up: the work is done, whoever listens shows the orphan', async () => {
    await using test = await start();
    await test.apply(flow(500));
    await test.setFaults({ id: 'late', kind: 'delay_message', delayMs: 600_000, target: { wire: 'math' } });
    const sent = await ask(test);
    expect(sent).toMatchObject(timedOut);
    await test.setFaults();
    await test.until(({ type, traceId }) => type === 'received' && traceId === sent.traceId);
    if (!hasOrphans) return;
    const orphan = await test.until(({ type, traceId }) => type === 'orphaned' && traceId === sent.traceId);
    expect(orphan).toMatchObject({ data: sum, faults: ['late'] });
  });
}
