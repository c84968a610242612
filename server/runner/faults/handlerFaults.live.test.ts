import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SendResult } from '#shared/ipc.ts';
import { startTestRedis, type TestRedis } from '../testing/redisForTests.ts';
import { startTestRuntime, testFlow, type TestHandlers, type TestRuntime } from '../testing/testRuntime.ts';
import {
  ask,
  checkBrokenCall,
  flowOver,
  gaveUp,
  startOver,
  transportNames,
  whole,
  type BrokenCall,
  type TransportName,
} from './testing/brokenCall.ts';

/** What a NestJS caller gets under each handler fault, on TCP and on Redis, and after it is mended. */

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis[Symbol.asyncDispose]());

const rpcError = { error: { status: 402, message: 'No money' } };
const plainError = { error: { status: 'error', message: 'Internal server error' } };

const rows: BrokenCall[] = [
  {
    it: 'an RpcException of an object reaches the caller as that object',
    fault: { kind: 'throw_rpc', status: 402, message: 'No money' },
    gets: rpcError,
  },
  {
    it: 'an RpcException of a text',
    fault: { kind: 'throw_rpc', message: 'No money', leg: 'reply' },
    gets: { error: { status: 'error', message: 'No money' } },
  },
  { it: 'of a plain Error the caller learns nothing', fault: { kind: 'throw_error' }, gets: plainError },
  {
    it: 'a plain Error after the work is done looks the same',
    fault: { kind: 'throw_error', leg: 'reply' },
    gets: plainError,
  },
  { it: 'who never replies lets the caller wait until it gives up', fault: { kind: 'never_reply' }, gets: gaveUp },
  { it: 'a handler that begins late', fault: { kind: 'slow', delayMs: 60 }, gets: { ...whole, afterMs: 59 } },
  { it: 'a reply that comes late', fault: { kind: 'slow_reply', delayMs: 60 }, gets: { ...whole, afterMs: 59 } },
  { it: 'a reply that is lost: the caller waits until it gives up', fault: { kind: 'lose_reply' }, gets: gaveUp },
  {
    it: 'another reply than the one meant',
    fault: { kind: 'wrong_payload', value: '{ sum: reply, of: data }', leg: 'reply' },
    gets: { reply: { sum: 5, of: { a: 2, b: 3 } } },
  },
  {
    it: 'another input than the one meant',
    fault: { kind: 'wrong_payload', value: '{ a: "2", b: data.b }', leg: 'request' },
    gets: { reply: '23' },
  },
  {
    it: 'a reply without a value leaves `lastValueFrom` with nothing',
    fault: { kind: 'wrong_payload', value: 'undefined', leg: 'reply' },
    gets: { error: { name: 'EmptyError', message: 'no elements in sequence' } },
  },
  {
    it: 'a wrong value that fails fails the handler',
    fault: { kind: 'wrong_payload', value: 'reply.a.b', leg: 'reply' },
    gets: plainError,
  },
  { it: 'a reply that comes twice', fault: { kind: 'duplicate_reply' }, gets: { replies: [5, 5] } },
  { it: 'a handler that runs twice shows the caller nothing', fault: { kind: 'run_twice' }, gets: whole },
  {
    it: 'an event loop that stands still',
    fault: { kind: 'block_event_loop', blockMs: 60 },
    gets: { ...whole, afterMs: 59 },
  },
];

const targets = [
  { on: 'a handler', target: { handler: 'math.sum' } },
  { on: 'a service', target: { service: 'math' } },
];

const counting: TestHandlers = {
  add: {
    on: { message: 'add' },
    steps: [
      { do: 'get', key: 'sum', as: 'sum' },
      { do: 'set', key: 'sum', value: '(sum || 0) + data' },
      { do: 'reply', value: '(sum || 0) + data' },
    ],
  },
  sum: {
    on: { message: 'sum' },
    steps: [
      { do: 'get', key: 'sum', as: 'sum' },
      { do: 'reply', value: 'sum' },
    ],
  },
  added: { on: { event: 'added' }, steps: [{ do: 'set', key: 'sum', value: 'data' }] },
};

describe.each(transportNames)('a handler fault over %s', (transport) => {
  describe.each(targets)('on $on', ({ target }) => {
    it.each(rows)('$it', async (row) => {
      await checkBrokenCall({ ...row, fault: { target, ...row.fault } }, transport, redis);
    });
  });

  it('runs the handler twice for one message: what it stores, it stores twice', async () => {
    await using test = await startCounting(transport);
    await test.setFaults({ id: 'twice', kind: 'run_twice', count: 1, target: { handler: 'math.add' } });
    expect([await add(test), await add(test)]).toMatchObject([{ reply: 2 }, { reply: 3 }]);
    expect(test.ended).toEqual(['twice']);
  });

  it('does the work though its reply is lost', async () => {
    await using test = await startCounting(transport);
    await add(test);
    await test.apply(flowOver(transport, { of: counting, timeoutMs: 300 }));
    await test.setFaults({ id: 'lost', kind: 'lose_reply', target: { service: 'math' }, match: 'pattern === "add"' });
    expect(await add(test)).toMatchObject({ error: gaveUp.error });
    expect(await send(test, 'sum')).toMatchObject({ reply: 2 });
  });

  it('leaves events alone where only a reply could be broken', async () => {
    await using test = await startCounting(transport);
    const faults = ['slow_reply', 'lose_reply', 'duplicate_reply'].map((kind) => ({
      id: kind,
      kind,
      ...(kind === 'slow_reply' ? { delayMs: 600_000 } : {}),
      match: 'pattern === "added"',
      target: { service: 'math' },
    }));
    await test.setFaults(...faults);
    await test.runtime.send({ wire: 'math', pattern: 'added', data: 7, kind: 'event' });
    await test.until(({ type, service, pattern }) => type === 'started' && service === 'math' && pattern === 'added');
    await expect.poll(() => send(test, 'sum')).toMatchObject({ reply: 7 });
    expect(test.events.filter(({ type }) => type === 'injected')).toEqual([]);
  });

  it('a reply that comes after its caller has given up is an orphan', async () => {
    await using test = await startOver(transport, redis);
    await ask(test);
    await test.apply(flowOver(transport, { timeoutMs: 300 }));
    await test.setFaults({ id: 'late', kind: 'slow_reply', delayMs: 600_000, target: { handler: 'math.sum' } });
    const sent = await ask(test);
    expect(sent).toMatchObject({ error: gaveUp.error });
    await test.setFaults();
    const orphan = await test.until(({ type, traceId }) => type === 'orphaned' && traceId === sent.traceId);
    expect(orphan).toMatchObject({ data: 5, faults: ['late'] });
  });

  it('hits the same messages for the same seed, and no other handler', async () => {
    await using test = await startCounting(transport);
    const hits = async (seed: number): Promise<string[]> => {
      await test.setFaults({ id: 'f', kind: 'duplicate_reply', rate: 0.4, seed, target: { handler: 'math.add' } });
      const answers: string[] = [];
      for (let count = 0; count < 20; count += 1) answers.push('replies' in (await add(test)) ? 'two' : 'one');
      expect(await send(test, 'sum')).not.toHaveProperty('replies');
      await test.setFaults();
      return answers;
    };
    const [first, again, other] = [await hits(1), await hits(1), await hits(2)];
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
  });
});

it('stands still as a whole: a service that shares the process waits too, and all of them go on', async () => {
  await using test = await startTestRuntime(
    testFlow({
      services: { gateway: {}, math: { tcp: true, handlers: counting }, other: { tcp: true, handlers: counting } },
      wires: { math: { from: 'gateway', to: 'math' }, other: { from: 'gateway', to: 'other' } },
    }),
  );
  await test.setFaults({ id: 'still', kind: 'block_event_loop', blockMs: 200, target: { service: 'math' } });
  const asked = Array.from({ length: 3 }, () => add(test));
  await test.until(({ type }) => type === 'injected');
  const startedAt = performance.now();
  await test.runtime.send({ wire: 'other', pattern: 'add', data: 1, kind: 'request' });
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(199);
  expect((await Promise.all(asked)).map(({ reply }) => reply)).toEqual([1, 2, 3]);
});

it('doubles no HTTP response, and says so when it is asked for', async () => {
  const web: TestHandlers = { hi: { on: { http: 'GET /' }, steps: [{ do: 'reply', value: '"hi"' }] } };
  await using test = await startTestRuntime(
    testFlow({
      services: { web: { http: true, handlers: web } },
      drivers: { you: { to: 'web', request: 'GET /' } },
    }),
  );
  await expect(test.setFaults({ id: 'twice', kind: 'duplicate_reply', target: { handler: 'web.hi' } })).rejects.toThrow(
    'An HTTP request has one response',
  );
  await test.setFaults({
    id: 'wrong',
    kind: 'wrong_payload',
    value: '[reply]',
    leg: 'reply',
    target: { service: 'web' },
  });
  expect(await test.runtime.drive('you')).toMatchObject({ status: 200, body: ['hi'] });
});

const startCounting = (transport: TransportName): Promise<TestRuntime> =>
  startTestRuntime(flowOver(transport, { of: counting }), {
    brokers: transport === 'redis' ? { redis: redis.address } : {},
  });

const send = (test: TestRuntime, pattern: string, data: number = 0): Promise<SendResult> =>
  test.runtime.send({ wire: 'math', pattern, data, kind: 'request' });

const add = (test: TestRuntime): Promise<SendResult> => send(test, 'add', 1);
