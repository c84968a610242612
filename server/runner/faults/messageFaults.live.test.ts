import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '#shared/json.ts';
import { startTestRedis, type TestRedis } from '../testing/redisForTests.ts';
import { startTestRuntime, type Seen, type TestHandlers, type TestRuntime } from '../testing/testRuntime.ts';
import {
  ask,
  checkBrokenCall,
  flowOver,
  gaveUp,
  startOver,
  transportNames,
  whole,
  type BrokenCall,
} from './testing/brokenCall.ts';

/** What a NestJS caller gets under each message fault, on a wire and at a listener, on TCP and on Redis, and after it is mended. */

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis[Symbol.asyncDispose]());

const noHandler = { error: 'There is no matching message handler defined in the remote service.' };

const rows: BrokenCall[] = [
  { it: 'a request that is dropped: the caller waits until it gives up', fault: { kind: 'drop' }, gets: gaveUp },
  {
    it: 'a reply that is dropped: the caller waits until it gives up',
    fault: { kind: 'drop', leg: 'reply' },
    gets: gaveUp,
  },
  {
    it: 'a message that is delayed both ways arrives, and its reply does',
    fault: { kind: 'delay_message', delayMs: 60 },
    gets: { ...whole, afterMs: 119 },
  },
  { it: 'a copy more changes nothing for the caller', fault: { kind: 'duplicate_message', copies: 2 }, gets: whole },
  {
    it: 'one message alone waits for others, and then goes on by itself',
    fault: { kind: 'reorder', window: 3, withinMs: 80, leg: 'request' },
    gets: { ...whole, afterMs: 79 },
  },
];

const targets = [
  { on: 'a wire', target: { wire: 'math' }, wrongPattern: { tcp: noHandler, redis: gaveUp } },
  { on: 'a service', target: { service: 'math' }, wrongPattern: { tcp: noHandler, redis: noHandler } },
];

describe.each(transportNames)('a message fault over %s', (transport) => {
  describe.each(targets)('on $on', ({ target, wrongPattern }) => {
    it.each(rows)('$it', async (row) => {
      await checkBrokenCall({ ...row, fault: { target, ...row.fault } }, transport, redis);
    });

    it('a wrong pattern reaches nobody who answers it', async () => {
      const fault = { kind: 'wrong_pattern', pattern: 'summ', target };
      await checkBrokenCall({ it: '', fault, gets: wrongPattern }, transport, redis);
    });

    it('doubles a request: it is received and handled each time, and one answer is taken', async () => {
      await using test = await startOver(transport, redis);
      await test.setFaults({ id: 'twice', kind: 'duplicate_message', leg: 'request', target });
      const { traceId } = await ask(test);
      const of = (type: string) => test.events.filter((event) => event.type === type && event.traceId === traceId);
      await test.until(() => of('orphaned').length === 1);
      expect([of('received'), of('replied'), of('answered')].map(({ length }) => length)).toEqual([2, 2, 1]);
      expect(new Set(of('received').map(({ faults }) => faults?.join()))).toEqual(new Set(['twice']));
    });

    it('doubles an event, and delivers another one late', async () => {
      await using test = await startOver(transport, redis);
      await ask(test);
      const emit = (data: Json) => test.runtime.send({ wire: 'math', pattern: 'seen', data, kind: 'event' });
      await test.setFaults({ id: 'twice', kind: 'duplicate_message', target });
      const twice = await emit({ n: 1 });
      const logged = (id: string) => test.events.filter(({ type, traceId }) => type === 'logged' && traceId === id);
      await test.until(() => logged(twice.traceId).length === 2);
      await test.setFaults({ id: 'late', kind: 'delay_message', delayMs: 600_000, target });
      const late = await emit({ n: 2 });
      expect(late).not.toHaveProperty('error');
      expect(logged(late.traceId)).toEqual([]);
      await test.setFaults();
      await test.until(() => logged(late.traceId).length === 1);
    });

    it('gives two requests on in the other order', async () => {
      await using test = await startOver(transport, redis);
      await ask(test);
      await test.setFaults({ id: 'mixed', kind: 'reorder', window: 2, withinMs: 60_000, leg: 'request', target });
      const sums = await sendInTurn(test, [
        { a: 1, b: 0 },
        { a: 2, b: 0 },
      ]);
      expect(sums).toEqual([1, 2]);
      const started = seen(test, 'received').slice(-2);
      expect(started.map(({ data }) => data)).toEqual([
        { a: 2, b: 0 },
        { a: 1, b: 0 },
      ]);
    });

    it('lets go in order of what it holds, when it is mended', async () => {
      await using test = await startOver(transport, redis);
      await ask(test);
      await test.setFaults({ id: 'held', kind: 'reorder', window: 50, withinMs: 600_000, leg: 'request', target });
      const sending = sendInTurn(test, [
        { a: 1, b: 0 },
        { a: 2, b: 0 },
        { a: 3, b: 0 },
      ]);
      await test.until(() => test.events.filter(({ type }) => type === 'injected').length === 3);
      await test.setFaults();
      expect(await sending).toEqual([1, 2, 3]);
      const received = seen(test, 'received').slice(-3);
      expect(received.map(({ data }) => data)).toEqual([
        { a: 1, b: 0 },
        { a: 2, b: 0 },
        { a: 3, b: 0 },
      ]);
    });

    it('means only what matches, and fails on nothing else', async () => {
      await using test = await startOver(transport, redis);
      const match = "data.a === 7 && pattern === 'sum' && meta.replica === 0 && data.list.some((n) => n > 1)";
      await test.setFaults({ id: 'sevens', kind: 'duplicate_message', leg: 'request', match, target });
      const messages = [
        { a: 6, b: 1 },
        { a: 7, b: 1, list: [2] },
        { a: 7, b: 1 },
      ];
      expect(await sendInTurn(test, messages)).toEqual([7, 8, 8]);
      const [hit, ...others] = seen(test, 'injected');
      expect(others).toEqual([]);
      const call = seen(test, 'called').find(({ traceId }) => traceId === hit?.traceId);
      expect(call?.data).toEqual(messages[1]);
    });

    it('hits exactly as many as it may, however many come at once', async () => {
      await using test = await startOver(transport, redis);
      await test.setFaults({ id: 'some', kind: 'delay_message', delayMs: 50, count: 2, leg: 'request', target });
      await sendInTurn(
        test,
        Array.from({ length: 6 }, (_, a) => ({ a, b: 0 })),
      );
      await expect.poll(() => test.ended).toEqual(['some']);
      expect(seen(test, 'injected')).toHaveLength(2);
    });

    it('hits the same messages again with the same seed', async () => {
      const hits = async (seed: number): Promise<unknown[]> => {
        await using test = await startOver(transport, redis);
        await test.setFaults({ id: 'f', kind: 'duplicate_message', rate: 0.4, seed, leg: 'request', target });
        for (let a = 0; a < 20; a += 1) await sendInTurn(test, [{ a, b: 0 }]);
        const injected = seen(test, 'injected').map(({ traceId }) => traceId);
        const calls = seen(test, 'called');
        return calls.filter(({ traceId }) => injected.includes(traceId)).map(({ data }) => data);
      };
      const [first, again, other] = [await hits(1), await hits(1), await hits(2)];
      expect(first).toEqual(again);
      expect(first).not.toEqual(other);
      expect(first.length).toBeGreaterThan(0);
    });
  });

  it('a held request arrives after its caller has given up: the work is done, the reply is an orphan', async () => {
    await using test = await startOver(transport, redis);
    await ask(test);
    await test.apply(flowOver(transport, { timeoutMs: 300 }));
    await test.setFaults({ id: 'late', kind: 'delay_message', delayMs: 600_000, target: { wire: 'math' } });
    const sent = await ask(test);
    expect(sent).toMatchObject({ error: gaveUp.error });
    await test.setFaults();
    const orphan = await test.until(({ type, traceId }) => type === 'orphaned' && traceId === sent.traceId);
    expect(orphan).toMatchObject({ faults: ['late'] });
    expect(test.story(sent.traceId)).toContain('math replied');
  });

  describe.each(['hold', 'drop'])('%s of replies', (kind) => {
    const ends = transport === 'tcp' ? ['gateway', 'math'] : ['gateway'];

    it.each(ends)('does not keep a caller from hearing that its connection ended with %s', async (service) => {
      const never: TestHandlers[string] = { on: { message: 'sum' }, steps: [{ do: 'delay', ms: 600_000 }] };
      const flow = flowOver(transport, { of: { never } });
      await using test = await startTestRuntime(flow, {
        brokers: transport === 'redis' ? { redis: redis.address } : {},
      });
      await test.setFaults({ id: 'replies', kind, leg: 'reply', target: { wire: 'math' } });
      const sending = ask(test);
      await test.until(({ type }) => type === 'started');
      await test.runtime.actOnService({ service, action: 'kill' });
      expect(await sending).toMatchObject({ error: { name: 'Error', message: 'Connection closed' } });
      expect(seen(test, 'injected')).toEqual([]);
    });
  });

  it('what is held does not survive the process that sent it', async () => {
    await using test = await startOver(transport, redis);
    await ask(test);
    await test.setFaults({
      id: 'held',
      kind: 'delay_message',
      delayMs: 600_000,
      leg: 'request',
      target: { wire: 'math' },
    });
    const sending = ask(test);
    await test.until(({ type }) => type === 'injected');
    await test.runtime.actOnService({ service: 'gateway', action: 'kill' });
    const sent = await sending;
    expect(sent).toMatchObject({ error: { message: 'Connection closed' } });
    await test.runtime.actOnService({ service: 'gateway', action: 'start' });
    await test.setFaults();
    expect(await ask(test)).toMatchObject(whole);
    expect(test.story(sent.traceId)).not.toContain('math received');
  });
});

/** Sent one after the other without waiting; what each of them got. */
async function sendInTurn(test: TestRuntime, messages: readonly Json[]): Promise<unknown[]> {
  const sent = await Promise.all(
    messages.map((data) => test.runtime.send({ wire: 'math', pattern: 'sum', data, kind: 'request' })),
  );
  return sent.map(({ reply, error }) => reply ?? (error as { message?: string }).message ?? error);
}

/** All events of a type until now, those on their way too. */
function seen(test: TestRuntime, type: string): Seen[] {
  test.story('');
  return test.events.filter((event) => event.type === type);
}
