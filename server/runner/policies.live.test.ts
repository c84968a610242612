import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Policies } from '#shared/policies/policies.ts';
import { startTestRedis, type TestRedis } from './testing/redisForTests.ts';
import { startTestRuntime, testFlow, type Seen, type TestHandlers, type TestRuntime } from './testing/testRuntime.ts';

/** What a NestJS caller gets with each policy, and what is seen of it: on TCP and on Redis alike. */

/** Counts its runs in its store; fails until `data.good` of them were made. */
const handlers: TestHandlers = {
  flaky: {
    on: { message: 'flaky' },
    steps: [
      { do: 'get', key: 'runs', as: 'before' },
      { do: 'set', key: 'runs', value: '(before || 0) + 1' },
      {
        do: 'when',
        condition: '(before || 0) + 1 < data.good',
        then: [{ do: 'throw', error: 'error', message: 'No' }],
      },
      { do: 'reply', value: '{ run: (before || 0) + 1, attempt: meta.attempt }' },
    ],
  },
  wrong: { on: { message: 'wrong' }, steps: [{ do: 'throw', error: 'rpc', status: 404, message: 'Nobody' }] },
  slow: {
    on: { message: 'slow' },
    steps: [
      { do: 'when', condition: 'meta.attempt === 1', then: [{ do: 'delay', ms: 2000 }] },
      { do: 'reply', value: "meta.attempt === 1 ? 'slow' : 'fast'" },
    ],
  },
  gate: {
    on: { message: 'gate' },
    steps: [
      { do: 'delay', ms: 300 },
      { do: 'reply', value: "'through'" },
    ],
  },
  never: { on: { message: 'never' }, steps: [{ do: 'delay', ms: 600_000 }] },
  sum: { on: { message: 'sum' }, steps: [{ do: 'reply', value: 'data.a + data.b' }] },
};

interface Transport {
  name: string;
  flow: (policies?: Policies) => ReturnType<typeof testFlow>;
  start: (policies?: Policies) => Promise<TestRuntime>;
}

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis[Symbol.asyncDispose]());

const tcpFlow: Transport['flow'] = (policies) =>
  testFlow({
    services: { gateway: {}, math: { tcp: true, handlers } },
    wires: { math: { from: 'gateway', to: 'math', ...(policies === undefined ? {} : { policies }) } },
  });
const redisFlow: Transport['flow'] = (policies) =>
  testFlow({
    services: { gateway: {}, math: { redis: 'redis', handlers } },
    brokers: { redis: redis.address },
    wires: { math: { from: 'gateway', to: 'redis', ...(policies === undefined ? {} : { policies }) } },
  });

let sessions = 0;
const transports: Transport[] = [
  { name: 'TCP', flow: tcpFlow, start: (policies) => startTestRuntime(tcpFlow(policies)) },
  {
    name: 'Redis',
    flow: redisFlow,
    start: (policies) => {
      sessions += 1;
      const address = { ...redis.address, prefix: `policies${sessions}:` };
      return startTestRuntime(redisFlow(policies), { brokers: { redis: address } });
    },
  },
];

const ask = (test: TestRuntime, pattern: string, data: Record<string, number> = {}) =>
  test.runtime.send({ wire: 'math', pattern, data, kind: 'request' });

/** What the caller's side told of a trace, the attempts' own hops marked by their number. */
function callerStory(test: TestRuntime, traceId: string): string[] {
  test.story(traceId);
  return test.events
    .filter((event) => event.traceId === traceId && event.service === 'gateway' && event.type !== 'orphaned')
    .map(({ type, parentId, attempt }) => (parentId === undefined ? type : `#${attempt} ${type}`));
}

const only = (test: TestRuntime, traceId: string, type: string): Seen[] => {
  test.story(traceId);
  return test.events.filter((event) => event.traceId === traceId && event.type === type);
};

/** Events of the caller, written short. */
const told = (...parts: string[]): string[] => parts.flatMap((part) => part.split(', '));

const plainStory = ['called', 'sent', 'answered', 'completed'];
const refused = { status: 'error', message: 'Internal server error' };

/** Without its policies the wire is as it was, on the same connection. */
async function expectPlainAgain(test: TestRuntime, { flow }: Transport): Promise<void> {
  await test.apply(flow());
  const sent = await ask(test, 'sum', { a: 2, b: 3 });
  expect(sent).toMatchObject({ reply: 5 });
  expect(callerStory(test, sent.traceId)).toEqual(plainStory);
  const states = test.events.filter(({ type, renewed }) => type === 'wireChanged' && renewed === undefined);
  expect(states.map(({ state }) => state)).toEqual(['connected']);
}

describe.each(transports)('policies over $name', (transport) => {
  it('retries what a handler threw twice, each attempt a hop of its own', async () => {
    await using test = await transport.start({ retry: { attempts: 3, initialMs: 2, maxMs: 4 } });
    const sent = await ask(test, 'flaky', { good: 3 });
    expect(sent).toMatchObject({ reply: { run: 3, attempt: 3 } });
    expect(callerStory(test, sent.traceId)).toEqual(
      told(
        'called',
        '#1 called, #1 sent, #1 failed, retried',
        '#2 called, #2 sent, #2 failed, retried',
        '#3 called, #3 sent, #3 answered, answered, #3 completed, completed',
      ),
    );
    expect(only(test, sent.traceId, 'retried')).toMatchObject([
      { attempt: 2, attempts: 3, delayMs: expect.any(Number), error: refused },
      { attempt: 3, attempts: 3, delayMs: expect.any(Number), error: refused },
    ]);
    await test.apply(transport.flow());
    expect((await ask(test, 'flaky', { good: 99 })).error).toEqual(refused);
    await expectPlainAgain(test, transport);
  });

  it('gives the last error when all attempts fail, and does not repeat what the callee called wrong', async () => {
    await using test = await transport.start({ retry: { attempts: 2, initialMs: 1, maxMs: 1 } });
    const failing = await ask(test, 'flaky', { good: 99 });
    expect(failing.error).toEqual(refused);
    expect(only(test, failing.traceId, 'received')).toHaveLength(2);
    const wrong = await ask(test, 'wrong');
    expect(wrong.error).toEqual({ status: 404, message: 'Nobody' });
    expect(only(test, wrong.traceId, 'received')).toHaveLength(1);
  });

  it('opens the circuit after failures in a row, refuses, lets a probe through, and closes', async () => {
    const breaker = { failures: 2, halfOpenAfterMs: 600_000 };
    await using test = await transport.start({ breaker });
    for (const expected of [1, 2]) {
      const { error, traceId } = await ask(test, 'flaky', { good: 99 });
      expect(error).toEqual(refused);
      const state = expected === 2 ? 'open' : 'closed';
      expect(only(test, traceId, 'breakerChanged')).toMatchObject([
        { breaker: { state, failures: expected, limit: 2, halfOpenAfterMs: 600_000 } },
      ]);
    }
    const { error, traceId } = await ask(test, 'sum', { a: 1, b: 1 });
    expect(error).toEqual({ name: 'Error', message: 'Execution prevented because the circuit breaker is open' });
    expect(callerStory(test, traceId)).toEqual(['called', 'rejected', 'failed']);
    expect(only(test, traceId, 'rejected')).toMatchObject([{ policy: 'breaker' }]);
    // Other numbers of other policies leave it open.
    await test.apply(transport.flow({ breaker, timeout: { ms: 5000 } }));
    expect((await ask(test, 'sum', { a: 1, b: 1 })).error).toMatchObject({ message: /circuit breaker is open/ });
    await expectPlainAgain(test, transport);
  });

  it('half-opens for one probe and closes when it gets well', async () => {
    await using test = await transport.start({ breaker: { failures: 1, halfOpenAfterMs: 1 } });
    await ask(test, 'flaky', { good: 2 });
    const probe = await untilSent(test);
    expect(probe).toMatchObject({ reply: { run: 2 } });
    expect(only(test, probe.traceId, 'breakerChanged')).toMatchObject([
      { breaker: { state: 'halfOpen' } },
      { breaker: { state: 'closed', failures: 0 } },
    ]);
  });

  it('refuses what finds no place in the bulkhead, and lets a waiting call in later', async () => {
    await using test = await transport.start({ bulkhead: { limit: 1, queue: 1 } });
    await ask(test, 'sum', { a: 1, b: 1 });
    const sent = await Promise.all([ask(test, 'gate'), ask(test, 'gate'), ask(test, 'gate')]);
    expect(sent.map(({ reply, error }) => reply ?? error)).toEqual([
      'through',
      'through',
      { name: 'Error', message: 'Bulkhead capacity exceeded (0/1 execution slots, 0/1 available)' },
    ]);
    expect(callerStory(test, sent[2]?.traceId ?? '')).toEqual(['called', 'rejected', 'failed']);
    // The second was sent only when the first had ended.
    const at = (traceId: string | undefined, type: string) => only(test, traceId ?? '', type)[0]?.atUs ?? 0;
    expect(at(sent[1]?.traceId, 'sent')).toBeGreaterThan(at(sent[0]?.traceId, 'answered'));
    await expectPlainAgain(test, transport);
  });

  it('refuses what finds no token', async () => {
    await using test = await transport.start({ rate: { perSecond: 0.01, burst: 2 } });
    const outcomes: unknown[] = [];
    for (let count = 0; count < 3; count += 1) {
      const { reply, error } = await ask(test, 'sum', { a: 1, b: count });
      outcomes.push(reply ?? error);
    }
    const message = 'Rate limit exceeded (0.01 per second, 2 at once)';
    expect(outcomes).toEqual([1, 2, { name: 'RateLimitedError', message }]);
    expect(await test.until(({ type }) => type === 'rejected')).toMatchObject({ policy: 'rate' });
    await expectPlainAgain(test, transport);
  });

  it('hedges a slow request: the second attempt wins, the first is let go and answers nobody', async () => {
    await using test = await transport.start({ hedge: { afterMs: 50 } });
    await ask(test, 'sum', { a: 1, b: 1 });
    const sent = await ask(test, 'slow');
    expect(sent).toMatchObject({ reply: 'fast' });
    // Over TCP the caller's client sees it come, over Redis the callee sees that nobody listens.
    const orphan = await test.until(({ type, traceId }) => type === 'orphaned' && traceId === sent.traceId);
    expect(orphan).toMatchObject({ attempt: 1, data: 'slow' });
    // Each attempt for itself: how they lie between each other is the machine's.
    const story = callerStory(test, sent.traceId);
    const of = (attempt: string) => story.filter((line) => line.startsWith(attempt));
    expect([story.filter((line) => !line.startsWith('#')), of('#1'), of('#2')]).toEqual([
      told('called, hedged, hedged, answered, completed'),
      told('#1 called, #1 sent, #1 cancelled'),
      told('#2 called, #2 sent, #2 answered, #2 completed'),
    ]);
    expect(only(test, sent.traceId, 'hedged')).toMatchObject([{ attempt: 2 }, { winner: 2 }]);
    await expectPlainAgain(test, transport);
  });

  it('sends nothing again over a wire that is taken away, neither what fails with it nor what waits for a place', async () => {
    const policies: Policies = {
      bulkhead: { limit: 1, queue: 1 },
      retry: { attempts: 3, initialMs: 1, maxMs: 1 },
    };
    await using test = await transport.start(policies);
    const sending = Promise.all([ask(test, 'never'), ask(test, 'never')]);
    await test.until(({ type }) => type === 'started');
    await test.apply({ ...transport.flow(), wires: {} });
    const error = { name: 'Error', message: 'Connection closed' };
    const sent = await sending;
    expect(sent).toMatchObject([{ error }, { error }]);
    expect(callerStory(test, sent[0].traceId)).toEqual(
      told('called', '#1 called, #1 sent, #1 failed, retried', 'failed'),
    );
    expect(only(test, sent[1].traceId, 'sent')).toEqual([]);
  });

  it('gives the fallback instead of an error, made from what was sent and what went wrong', async () => {
    await using test = await transport.start({ fallback: { value: '{ good: data.good, why: error.message }' } });
    const sent = await ask(test, 'flaky', { good: 99 });
    const reply = { good: 99, why: 'Internal server error' };
    expect(sent).toMatchObject({ reply });
    expect(callerStory(test, sent.traceId)).toEqual(['called', 'sent', 'fellBack', 'answered', 'completed']);
    expect(only(test, sent.traceId, 'fellBack')).toMatchObject([{ data: reply, error: refused }]);
    await test.apply(transport.flow());
    expect((await ask(test, 'flaky', { good: 99 })).error).toEqual(refused);
    await expectPlainAgain(test, transport);
  });

  it('keeps as a dead letter what failed after all its retries, with what was sent; the caller gets the error', async () => {
    await using test = await transport.start({ deadLetter: {}, retry: { attempts: 2, initialMs: 1, maxMs: 1 } });
    const sent = await ask(test, 'flaky', { good: 99 });
    expect(sent.error).toEqual(refused);
    expect(callerStory(test, sent.traceId)).toEqual(
      told('called', '#1 called, #1 sent, #1 failed, retried', '#2 called, #2 sent, #2 failed, deadLettered, failed'),
    );
    expect(only(test, sent.traceId, 'deadLettered')).toMatchObject([{ data: { good: 99 }, error: refused }]);
    await expectPlainAgain(test, transport);
  });

  it('runs a handler once when its reply was lost and the call retried with the same key', async () => {
    const policies: Policies = { retry: { attempts: 2, initialMs: 1, maxMs: 1 }, timeout: { ms: 2000 } };
    await using test = await transport.start(policies);
    await ask(test, 'sum', { a: 1, b: 1 });
    const lose = { id: 'lose', kind: 'lose_reply', count: 1, target: { handler: 'math.flaky' } };
    await test.setFaults(lose);
    expect(await ask(test, 'flaky', { good: 0 })).toMatchObject({ reply: { run: 2, attempt: 2 } });
    await test.apply(transport.flow({ ...policies, idempotency: true }));
    await test.setFaults({ ...lose, id: 'lose-again' });
    const sent = await ask(test, 'flaky', { good: 0 });
    expect(sent).toMatchObject({ reply: { run: 3, attempt: 1 } });
    expect(only(test, sent.traceId, 'started')).toHaveLength(2);
    const [called] = only(test, sent.traceId, 'called');
    expect(only(test, sent.traceId, 'replayed')).toMatchObject([
      { service: 'math', attempt: 2, idempotencyKey: called?.hopId },
    ]);
    expect(callerStory(test, sent.traceId)).toEqual(
      told(
        'called',
        '#1 called, #1 sent, #1 timedOut, #1 failed, retried',
        '#2 called, #2 sent, #2 answered, answered, #2 completed, completed',
      ),
    );
    await test.setFaults();
    await expectPlainAgain(test, transport);
  });
});

/** A probe is refused until the circuit's time is over, however short that is. */
async function untilSent(test: TestRuntime): Promise<Awaited<ReturnType<typeof ask>>> {
  for (;;) {
    const sent = await ask(test, 'flaky', { good: 2 });
    if (sent.error === undefined) return sent;
  }
}
