// Faults on a Kafka wire and listener: as over the other brokers, save that kafkajs sends again what a broken connection lost.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SendResult } from '#shared/ipc.ts';
import { startKafka } from '../testing/kafkaForTests.ts';
import type { TestRedis } from '../testing/redisForTests.ts';
import { startTestRuntime, testFlow, type TestHandlers, type TestRuntime } from '../testing/testRuntime.ts';

const handlers: TestHandlers = {
  sum: { on: { message: 'sum' }, steps: [{ do: 'reply', value: 'data.a + data.b' }] },
  seen: { on: { event: 'seen' }, steps: [{ do: 'log', value: 'data' }] },
};

const flow = (timeoutMs = 20_000) =>
  testFlow({
    services: { gateway: {}, math: { kafka: {}, handlers } },
    brokers: { kafka: { host: '127.0.0.1', port: 0 } },
    wires: { math: { from: 'gateway', to: 'kafka', timeoutMs } },
  });

const ask = (test: TestRuntime): Promise<SendResult> =>
  test.runtime.send({ wire: 'math', pattern: 'sum', data: { a: 2, b: 3 }, kind: 'request' });

const timedOut = { error: { name: 'TimeoutError' } };
interface Row {
  it: string;
  fault: Record<string, unknown>;
  gets: object;
  /** It ends the connection that is open. */
  reconnects?: boolean;
}

const rows: Row[] = [
  { it: 'latency delays', fault: { kind: 'latency', latencyMs: 60 }, gets: { reply: '5' } },
  {
    it: 'what comes in pieces is put together again',
    fault: { kind: 'slicer', averageBytes: 20, variationBytes: 5, delayMs: 10, leg: 'request' },
    gets: { reply: '5' },
  },
  {
    it: 'what a connection loses in the middle of a message is sent again over another one',
    fault: { kind: 'reset_peer', afterMs: 0, count: 1 },
    gets: { reply: '5' },
    reconnects: true,
  },
  { it: 'a black hole answers nothing', fault: { kind: 'timeout' }, gets: timedOut, reconnects: true },
  { it: 'a dropped request is never answered', fault: { kind: 'drop' }, gets: timedOut },
  { it: 'a dropped reply never comes', fault: { kind: 'drop', leg: 'reply' }, gets: timedOut },
  { it: 'a late message comes later', fault: { kind: 'delay_message', delayMs: 60 }, gets: { reply: '5' } },
  { it: 'a copy more changes nothing', fault: { kind: 'duplicate_message', copies: 2 }, gets: { reply: '5' } },
  { it: 'a wrong pattern reaches nobody', fault: { kind: 'wrong_pattern', pattern: 'summ' }, gets: timedOut },
];

describe('a fault on a Kafka wire', () => {
  let kafka: TestRedis;
  beforeAll(async () => {
    kafka = await startKafka();
  });
  afterAll(() => kafka[Symbol.asyncDispose]());

  it.each(rows)('$it', async ({ fault, gets, reconnects = false }) => {
    await using test = await startTestRuntime(flow(), { brokers: { kafka: kafka.address } });
    expect(await ask(test)).toMatchObject({ reply: '5' });
    if (gets === timedOut) await test.apply(flow(3000));
    await test.setFaults({ id: 'broken', target: { wire: 'math' }, ...fault });
    const broken = await ask(test);
    expect(broken).toMatchObject(gets);
    await test.until(
      ({ type, faults, traceId }) =>
        type === 'injected' && traceId === broken.traceId && faults?.includes('broken') === true,
    );
    await test.setFaults();
    await test.apply(flow(reconnects ? 1000 : undefined));
    await expect.poll(() => ask(test), { timeout: 30_000 }).toMatchObject({ reply: '5' });
  });
});
