// Faults on a gRPC wire, its listener and its handlers: what NestJS's caller gets, and that all heals.
import { describe, expect, it } from 'vitest';
import type { SendResult } from '#shared/ipc.ts';
import { startTestRuntime, testFlow, type TestHandlers, type TestRuntime } from '../testing/testRuntime.ts';

const handlers: TestHandlers = {
  sum: { on: { message: 'sum' }, steps: [{ do: 'reply', value: 'data.a + data.b' }] },
  never: { on: { message: 'never' }, steps: [{ do: 'delay', ms: 600_000 }] },
  endless: { on: { message: 'endless' }, steps: [{ do: 'stream', value: 'index', count: 10_000, everyMs: 1 }] },
  busy: { on: { message: 'busy' }, steps: [{ do: 'throw', error: 'rpc', code: 14, message: 'Busy' }] },
  three: { on: { message: 'three' }, steps: [{ do: 'stream', value: 'index', count: 3 }] },
};

const flow = (timeoutMs = 20_000) =>
  testFlow({
    services: { gateway: {}, math: { grpc: true, handlers } },
    wires: { math: { from: 'gateway', to: 'math', timeoutMs } },
  });

const ask = (test: TestRuntime, pattern = 'sum'): Promise<SendResult> =>
  test.runtime.send({ wire: 'math', pattern, data: { a: 2, b: 3 }, kind: 'request' });

const whole = { reply: 5 };
const gaveUp = { error: { code: 4 } };
const gone = { error: { code: 14 } };
const status = (code: number, text: string) => ({
  error: { code, message: expect.stringMatching(new RegExp(`^${code} [A-Z_]+: .*${text}`)) as string },
});

interface Row {
  it: string;
  fault: Record<string, unknown>;
  beside?: Record<string, unknown>;
  gets: object;
}

const onLink: Row[] = [
  { it: 'latency delays', fault: { kind: 'latency', latencyMs: 60 }, gets: whole },
  { it: 'a narrow bandwidth delays', fault: { kind: 'bandwidth', kbPerSecond: 1, leg: 'request' }, gets: whole },
  {
    it: 'what comes in pieces is put together again',
    fault: { kind: 'slicer', averageBytes: 20, variationBytes: 5, delayMs: 10, leg: 'request' },
    gets: whole,
  },
  { it: 'a black hole answers nothing', fault: { kind: 'timeout' }, gets: gaveUp },
  { it: 'a black hole that closes', fault: { kind: 'timeout', closeAfterMs: 100 }, gets: gone },
  {
    it: 'a connection that ends in the middle of a message',
    fault: { kind: 'limit_data', bytes: 50, leg: 'request' },
    gets: gone,
  },
  {
    it: 'a reset',
    fault: { kind: 'reset_peer', afterMs: 50 },
    beside: { kind: 'latency', latencyMs: 600_000 },
    gets: gone,
  },
  { it: 'down: refused', fault: { kind: 'down' }, gets: status(14, 'ECONNREFUSED') },
];

const onMessages: Row[] = [
  { it: 'a dropped request is never answered', fault: { kind: 'drop' }, gets: gaveUp },
  { it: 'a dropped reply never comes', fault: { kind: 'drop', leg: 'reply' }, gets: gaveUp },
  { it: 'a late message comes later', fault: { kind: 'delay_message', delayMs: 60 }, gets: whole },
  { it: 'a copy more changes nothing', fault: { kind: 'duplicate_message', copies: 2 }, gets: whole },
  {
    it: 'one message alone waits for others, and then goes on by itself',
    fault: { kind: 'reorder', window: 3, withinMs: 80, leg: 'request' },
    gets: whole,
  },
  { it: 'a wrong pattern has no method', fault: { kind: 'wrong_pattern', pattern: 'summ' }, gets: status(12, 'Summ') },
  {
    it: 'a wrong pattern may be a method with many answers',
    fault: { kind: 'wrong_pattern', pattern: 'three' },
    gets: expect.anything() as object,
  },
];

const onHandler: Row[] = [
  {
    it: 'an RpcException of an object without a code',
    fault: { kind: 'throw_rpc', status: 402, message: 'No money' },
    gets: status(2, 'No money'),
  },
  { it: 'an RpcException of a text', fault: { kind: 'throw_rpc', message: 'No money' }, gets: status(2, 'No money') },
  { it: 'a plain Error', fault: { kind: 'throw_error' }, gets: status(2, 'Internal server error') },
  { it: 'never replies', fault: { kind: 'never_reply' }, gets: gaveUp },
  { it: 'begins late', fault: { kind: 'slow', delayMs: 60 }, gets: whole },
  { it: 'replies late', fault: { kind: 'slow_reply', delayMs: 60 }, gets: whole },
  { it: 'loses its reply', fault: { kind: 'lose_reply' }, gets: gaveUp },
  {
    it: 'replies something else',
    fault: { kind: 'wrong_payload', value: '{ sum: reply }', leg: 'reply' },
    gets: { reply: { sum: 5 } },
  },
  {
    it: 'replies without a value: gRPC has an empty one',
    fault: { kind: 'wrong_payload', value: 'undefined', leg: 'reply' },
    gets: { reply: null },
  },
  { it: 'runs twice', fault: { kind: 'run_twice' }, gets: whole },
  { it: 'replies twice: a call with one answer hangs in NestJS', fault: { kind: 'duplicate_reply' }, gets: gaveUp },
];

async function check({ fault, beside, gets }: Row, target: object): Promise<void> {
  await using test = await startTestRuntime(flow());
  expect(await ask(test)).toMatchObject(whole);
  if (gets === gaveUp) await test.apply(flow(300));
  await test.setFaults(...(beside === undefined ? [] : [{ id: 'beside', target, ...beside }]), {
    id: 'broken',
    target,
    ...fault,
  });
  const broken = await ask(test);
  expect(broken).toMatchObject(gets);
  await test.until(
    ({ type, faults, traceId }) =>
      type === 'injected' && traceId === broken.traceId && faults?.includes('broken') === true,
  );
  await test.setFaults();
  await test.apply(flow());
  await expect.poll(() => ask(test), { timeout: 10_000 }).toMatchObject(whole);
  expect(await ask(test, 'three')).toMatchObject({ replies: [0, 1, 2] });
}

describe('a link fault on a gRPC wire', () => {
  it.each(onLink)('$it', (row) => check(row, { wire: 'math' }));

  // Which bytes come together is a matter of chance, so each is tried with some seeds.
  it.each([0, 1, 2, 3, 4, 5, 6, 7])(
    'bits turned over (%i) are an error, or a wrong value, and no more',
    async (first) => {
      const turnBits = async (seed: number): Promise<void> => {
        await using test = await startTestRuntime(flow());
        expect(await ask(test)).toMatchObject(whole);
        await test.apply(flow(500));
        await test.setFaults({ id: 'bits', kind: 'corrupt', leg: 'both', bits: 4, seed, target: { wire: 'math' } });
        await ask(test);
        await ask(test, 'three');
        await test.setFaults();
        await test.apply(flow());
        await expect.poll(() => ask(test), { timeout: 10_000 }).toMatchObject(whole);
      };
      await Promise.all(Array.from({ length: 5 }, (_, index) => turnBits(first * 5 + index)));
    },
  );
});

describe('a message fault on gRPC', () => {
  it.each(onMessages)('$it, on its wire', (row) => check(row, { wire: 'math' }));
  it.each(onMessages)('$it, on its listener', (row) => check(row, { listener: 'math.grpc' }));

  describe.each(['hold', 'drop'])('%s of replies', (kind) => {
    it.each([
      { service: 'math', error: gone.error },
      { service: 'gateway', error: { code: 1 } },
    ])('does not keep a caller from hearing that its connection ended with $service', async ({ service, error }) => {
      await using test = await startTestRuntime(flow());
      await test.setFaults({ id: 'replies', kind, leg: 'reply', target: { wire: 'math' } });
      const sending = ask(test, 'never');
      await test.until(({ type }) => type === 'started');
      await test.runtime.actOnService({ service, action: 'kill' });
      expect(await sending).toMatchObject({ error });
      expect(test.events.filter(({ type }) => type === 'injected')).toEqual([]);
    });

    it('acts on what a service itself answers with UNAVAILABLE', async () => {
      await using test = await startTestRuntime(flow(300));
      await test.setFaults({ id: 'replies', kind, leg: 'reply', target: { wire: 'math' } });
      expect(await ask(test, 'busy')).toMatchObject(gaveUp);
      expect(test.events.filter(({ type }) => type === 'injected')).toHaveLength(1);
    });

    it('does not keep the caller of a stream from it either', async () => {
      await using test = await startTestRuntime(flow());
      await test.setFaults({ id: 'replies', kind, leg: 'reply', target: { wire: 'math' } });
      const sending = ask(test, 'endless');
      await test.until(({ type }) => type === 'injected');
      await test.runtime.actOnService({ service: 'math', action: 'kill' });
      expect(await sending).toMatchObject(gone);
    });
  });

  it('that holds a request until its caller has given up never lets it arrive', async () => {
    await using test = await startTestRuntime(flow(200));
    await test.setFaults({ id: 'late', kind: 'delay_message', delayMs: 600_000, target: { wire: 'math' } });
    const sent = await ask(test);
    expect(sent).toMatchObject(gaveUp);
    await test.setFaults();
    const lost = await test.until(({ type, traceId }) => type === 'lost' && traceId === sent.traceId);
    expect(lost.note).toContain('a call that is cancelled never arrives');
    await test.apply(flow());
    expect(await ask(test)).toMatchObject(whole);
    expect(test.story(sent.traceId)).not.toContain('math received');
  });
});

describe('a handler fault over gRPC', () => {
  it.each(onHandler)('$it', (row) => check(row, { handler: 'math.sum' }));
});

describe('a process fault on a gRPC service', () => {
  it.each(['kill', 'pause'])('%s', async (kind) => {
    await using test = await startTestRuntime(flow(500));
    expect(await ask(test)).toMatchObject(whole);
    await test.setFaults({ id: 'gone', kind, target: { service: 'math' } });
    expect(await ask(test)).toMatchObject(kind === 'kill' ? gone : gaveUp);
    await test.setFaults();
    await test.apply(flow());
    await expect.poll(() => ask(test), { timeout: 10_000 }).toMatchObject(whole);
  });
});
