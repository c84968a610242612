// Faults on an MQTT wire and listener: the same as over Redis.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SendResult } from '#shared/ipc.ts';
import { mqttKinds, startMqtt, type TestMqtt } from '../testing/mqttForTests.ts';
import { startTestRuntime, testFlow, type TestHandlers, type TestRuntime } from '../testing/testRuntime.ts';

const handlers: TestHandlers = {
  sum: { on: { message: 'sum' }, steps: [{ do: 'reply', value: 'data.a + data.b' }] },
  seen: { on: { event: 'seen' }, steps: [{ do: 'log', value: 'data' }] },
};

const flow = (timeoutMs = 20_000) =>
  testFlow({
    services: { gateway: {}, math: { mqtt: {}, handlers } },
    brokers: { mqtt: { host: '127.0.0.1', port: 0 } },
    wires: { math: { from: 'gateway', to: 'mqtt', timeoutMs } },
  });

const ask = (test: TestRuntime): Promise<SendResult> =>
  test.runtime.send({ wire: 'math', pattern: 'sum', data: { a: 2, b: 3 }, kind: 'request' });

const timedOut = { error: { name: 'TimeoutError' } };
const limited = { kind: 'limit_data', bytes: 50, leg: 'request' };

interface Row {
  it: string;
  fault: Record<string, unknown>;
  gets: object;
  /** It ends the connection that is open. */
  reconnects?: boolean;
}

const rows: Row[] = [
  { it: 'latency delays', fault: { kind: 'latency', latencyMs: 60 }, gets: { reply: 5 } },
  {
    it: 'what comes in pieces is put together again',
    fault: { kind: 'slicer', averageBytes: 20, variationBytes: 5, delayMs: 10, leg: 'request' },
    gets: { reply: 5 },
  },
  {
    it: 'a connection that ends in the middle of a message loses it',
    fault: limited,
    gets: timedOut,
    reconnects: true,
  },
  { it: 'a black hole answers nothing', fault: { kind: 'timeout' }, gets: timedOut, reconnects: true },
  { it: 'a dropped request is never answered', fault: { kind: 'drop' }, gets: timedOut },
  { it: 'a dropped reply never comes', fault: { kind: 'drop', leg: 'reply' }, gets: timedOut },
  { it: 'a late message comes later', fault: { kind: 'delay_message', delayMs: 60 }, gets: { reply: 5 } },
  { it: 'a copy more changes nothing', fault: { kind: 'duplicate_message', copies: 2 }, gets: { reply: 5 } },
  { it: 'a wrong pattern reaches nobody', fault: { kind: 'wrong_pattern', pattern: 'summ' }, gets: timedOut },
];

describe('a fault on an MQTT wire', () => {
  let mqtt: TestMqtt;
  beforeAll(async () => {
    const [builtIn] = mqttKinds;
    if (builtIn === undefined) throw new Error('There is always the built-in one.');
    mqtt = await startMqtt(builtIn);
  });
  afterAll(() => mqtt[Symbol.asyncDispose]());

  it.each(rows)('$it', async ({ fault, gets, reconnects = false }) => {
    await using test = await startTestRuntime(flow(), { brokers: { mqtt: mqtt.address } });
    expect(await ask(test)).toMatchObject({ reply: 5 });
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
    await expect.poll(() => ask(test), { timeout: 30_000 }).toMatchObject({ reply: 5 });
  });
});
