import { expect, it } from 'vitest';
import type { Policies } from '#shared/policies/policies.ts';
import { startTestRedis } from './testing/redisForTests.ts';
import { leftSince } from './testing/startTestReplica.ts';
import { startTestRuntime, testFlow, type TestHandlers, type TestRuntime } from './testing/testRuntime.ts';

/** How far the policies of a wire reach: replicas, processes, events, faults, edits. */

const handlers: TestHandlers = {
  fail: { on: { message: 'fail' }, steps: [{ do: 'throw', error: 'error', message: 'No' }] },
  sum: { on: { message: 'sum' }, steps: [{ do: 'reply', value: 'data.a + data.b' }] },
  seen: { on: { event: 'seen' }, steps: [{ do: 'log', value: 'data' }] },
};
const relay: TestHandlers = {
  fail: { on: { http: 'GET /fail' }, steps: [{ do: 'send', wire: 'math', pattern: 'fail' }] },
};

const flow = (policies: Policies, { replicas = 1, name = 'math' } = {}) => {
  const drawn = testFlow({
    services: { gateway: { http: true, replicas, handlers: relay }, math: { tcp: true, handlers } },
    wires: { math: { from: 'gateway', to: 'math', policies } },
    drivers: { you: { to: 'gateway', request: 'GET /fail' } },
  });
  return { ...drawn, name };
};
const ask = (test: TestRuntime, pattern: string, kind: 'request' | 'event' = 'request') =>
  test.runtime.send({ wire: 'math', pattern, data: { a: 2, b: 3 }, kind });
const of = (test: TestRuntime, traceId: string, ...types: string[]) => {
  test.story(traceId);
  return test.events.filter((event) => event.traceId === traceId && types.includes(event.type));
};

it('keeps a breaker for each replica of the caller, and an open one ends with its process', async () => {
  const breaker = { failures: 1, halfOpenAfterMs: 600_000 };
  await using test = await startTestRuntime(flow({ breaker }, { replicas: 2 }));
  // The driver takes the replicas in turn.
  for (let count = 0; count < 3; count += 1) await test.runtime.drive('you');
  const told = (): unknown[] =>
    test.events
      .filter(({ type }) => type === 'breakerChanged' || type === 'rejected')
      .map(({ type, replica }) => [type, replica]);
  await test.until(({ type }) => type === 'rejected');
  expect(told()).toEqual([
    ['breakerChanged', 0],
    ['breakerChanged', 1],
    ['rejected', 0],
  ]);
  await test.runtime.actOnService({ service: 'gateway', action: 'kill', replica: 0 });
  await test.runtime.actOnService({ service: 'gateway', action: 'start', replica: 0 });
  expect(await ask(test, 'sum')).toMatchObject({ reply: 5 });
});

it('keeps an open breaker open through edits that are not about it', async () => {
  const breaker = { failures: 1, halfOpenAfterMs: 600_000 };
  await using test = await startTestRuntime(flow({ breaker }));
  await ask(test, 'fail');
  const open = { name: 'Error', message: 'Execution prevented because the circuit breaker is open' };
  await test.apply(flow({ breaker }, { name: 'renamed' }));
  await test.apply(flow({ breaker, retry: { attempts: 2, initialMs: 1, maxMs: 1 }, timeout: { ms: 900 } }));
  expect((await ask(test, 'sum')).error).toEqual(open);
  await test.apply(flow({ breaker: { ...breaker, failures: 2 } }));
  expect(await test.until(({ renewed }) => renewed !== undefined)).toMatchObject({
    renewed: ['breaker'],
    wire: 'math',
  });
  expect(await ask(test, 'sum')).toMatchObject({ reply: 5 });
});

it('retries an event that could not be handed over, and keeps it as a dead letter; a handler that fails is no matter of the wire', async () => {
  const policies: Policies = { deadLetter: {}, retry: { attempts: 2, initialMs: 1, maxMs: 1 } };
  await using test = await startTestRuntime(flow({ ...policies, fallback: { value: '1' }, hedge: { afterMs: 1 } }));
  await test.runtime.actOnService({ service: 'math', action: 'stop' });
  const lost = await ask(test, 'seen', 'event');
  expect(lost.error).toMatchObject({ code: 'ECONNREFUSED' });
  expect(of(test, lost.traceId, 'retried', 'deadLettered', 'fellBack', 'hedged')).toMatchObject([
    { type: 'retried', attempt: 2, kind: 'event' },
    { type: 'deadLettered', data: { a: 2, b: 3 }, kind: 'event' },
  ]);
  await test.runtime.actOnService({ service: 'math', action: 'start' });
  const sent = await ask(test, 'seen', 'event');
  expect(sent).not.toHaveProperty('error');
  expect(of(test, sent.traceId, 'called', 'completed').map(({ attempt }) => attempt)).toEqual([
    undefined,
    1,
    1,
    undefined,
  ]);
});

it('blames the fault that hit an attempt on the call as well', async () => {
  await using test = await startTestRuntime(flow({ retry: { attempts: 2, initialMs: 1, maxMs: 1 } }));
  const bad = { id: 'bad', kind: 'throw_error', message: 'Broken', count: 1, target: { handler: 'math.sum' } };
  await test.setFaults(bad);
  const { reply, traceId } = await ask(test, 'sum');
  expect(reply).toBe(5);
  const retried = of(test, traceId, 'retried', 'completed').map(({ type, attempt, faults }) => [type, attempt, faults]);
  expect(retried).toEqual([
    ['retried', 2, ['bad']],
    ['completed', 2, ['bad']],
    ['completed', undefined, ['bad']],
  ]);
});

it('draws the same back-offs for the same session', async () => {
  const delays = async (session: string): Promise<unknown> => {
    const policies = { retry: { attempts: 4, initialMs: 8, maxMs: 64 } };
    await using test = await startTestRuntime(flow(policies), { session });
    const { traceId } = await ask(test, 'fail');
    return of(test, traceId, 'retried').map(({ delayMs }) => delayMs);
  };
  const first = await delays('one');
  expect(await delays('one')).toEqual(first);
  expect(await delays('another')).not.toEqual(first);
});

it('sends a dead letter again with its key, and the handler that did run does not run once more', async () => {
  const policies: Policies = { idempotency: true, timeout: { ms: 300 } };
  await using test = await startTestRuntime(flow(policies));
  await ask(test, 'sum');
  await test.setFaults({ id: 'lose', kind: 'lose_reply', count: 1, target: { handler: 'math.sum' } });
  const lost = await ask(test, 'sum');
  expect(lost.error).toMatchObject({ name: 'TimeoutError' });
  const idempotencyKey = of(test, lost.traceId, 'called')[0]?.idempotencyKey ?? '';
  const message = { wire: 'math', pattern: 'sum', data: { a: 9, b: 9 }, kind: 'request', idempotencyKey } as const;
  const again = await test.runtime.send(message);
  expect(again).toMatchObject({ reply: 5 });
  expect(of(test, again.traceId, 'replayed')).toMatchObject([{ idempotencyKey, service: 'math' }]);
});

it.each([
  ['shared', 1],
  ['perReplica', 3],
] as const)('handles an event with a key once per %s store, of three replicas that all get it', async (store, runs) => {
  await using redis = await startTestRedis();
  const drawn = testFlow({
    services: { gateway: {}, math: { redis: 'redis', replicas: 3, store, handlers } },
    brokers: { redis: redis.address },
    wires: { math: { from: 'gateway', to: 'redis', policies: { idempotency: true } } },
  });
  await using test = await startTestRuntime(drawn, { brokers: { redis: redis.address } });
  const { traceId } = await ask(test, 'seen', 'event');
  const is = (type: string) => of(test, traceId, type).length;
  await test.until(() => is('logged') + is('replayed') === 3);
  expect([is('received'), is('logged'), is('replayed')]).toEqual([3, runs, 3 - runs]);
});

it('leaves nothing behind when it ends in the middle of a back-off', async () => {
  const before = process.getActiveResourcesInfo();
  const test = await startTestRuntime(flow({ retry: { attempts: 3, initialMs: 600_000, maxMs: 600_000 } }));
  const sending = ask(test, 'fail');
  await test.until(({ type }) => type === 'retried');
  await test[Symbol.asyncDispose]();
  expect((await sending).error).toEqual({ status: 'error', message: 'Internal server error' });
  await new Promise((resolve) => setImmediate(resolve));
  expect(leftSince(before).filter((name) => name === 'Timeout')).toEqual([]);
});
