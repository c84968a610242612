import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { maxHeld, type HeldMessage } from '#shared/held.ts';
import type { Json } from '#shared/json.ts';
import { ProblemError } from '#shared/problem.ts';
import { startTestRedis, type TestRedis } from '../../testing/redisForTests.ts';
import type { Seen, TestRuntime } from '../../testing/testRuntime.ts';
import { ask, flowOver, gaveUp, startOver, transportNames, whole } from '../testing/brokenCall.ts';

/** A message is held on a wire or at a handler, and whoever holds it says what becomes of it: on TCP and on Redis. */

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis[Symbol.asyncDispose]());

const places = [
  { on: 'a wire', target: { wire: 'math' }, place: { service: 'gateway', replica: 0, wire: 'math' } },
  { on: 'a handler', target: { handler: 'math.sum' }, place: { service: 'math', replica: 0, handler: 'sum' } },
];

describe.each(transportNames)('a breakpoint over %s', (transport) => {
  describe.each(places)('on $on', ({ target, place }) => {
    it('holds a request until it is let go', async () => {
      await using test = await startOver(transport, redis);
      await stopAt(test, { target, leg: 'request' });
      const sending = ask(test);
      const message = await heldOne(test);
      expect(message).toMatchObject({
        fault: 'stop',
        pattern: 'sum',
        kind: 'request',
        leg: 'request',
        ...place,
        caller: 'waits',
        preview: '{"a":2,"b":3}',
      });
      expect(message.leftMs).toBeLessThanOrEqual(20_000);
      expect(test.runtime.held.read(message.id)).toEqual({ data: { a: 2, b: 3 } });
      test.runtime.held.act(message.id, { do: 'release' });
      const sent = await sending;
      expect(sent).toMatchObject(whole);
      expect(released(test, sent.traceId)).toEqual([['request', 'released']]);
      const ofHeld = await test.until(({ type, traceId }) => type === 'received' && traceId === sent.traceId);
      expect(ofHeld.faults).toEqual(['stop']);
    });

    it('holds a reply, which is then let go with another value', async () => {
      await using test = await startOver(transport, redis);
      await stopAt(test, { target, leg: 'reply' });
      const sending = ask(test);
      const message = await heldOne(test);
      expect(message).toMatchObject({ leg: 'reply', preview: '5', caller: 'waits' });
      test.runtime.held.act(message.id, { do: 'edit', data: { sum: 'five' } });
      const sent = await sending;
      expect(sent).toMatchObject({ reply: { sum: 'five' } });
      expect(released(test, sent.traceId)).toEqual([['reply', 'edited']]);
    });

    it('lets a request go with another payload', async () => {
      await using test = await startOver(transport, redis);
      await stopAt(test, { target, leg: 'request' });
      const sending = ask(test);
      test.runtime.held.act((await heldOne(test)).id, { do: 'edit', data: { a: 40, b: 2 } });
      const sent = await sending;
      expect(sent).toMatchObject({ reply: 42 });
      const received = await test.until(({ type, traceId }) => type === 'received' && traceId === sent.traceId);
      expect(received.data).toEqual({ a: 40, b: 2 });
    });

    it('drops a request: its caller waits until it gives up', async () => {
      await using test = await startOver(transport, redis);
      await ask(test);
      await test.apply(flowOver(transport, { timeoutMs: 300 }));
      await stopAt(test, { target, leg: 'request' });
      const sending = ask(test);
      test.runtime.held.act((await heldOne(test)).id, { do: 'drop' });
      const sent = await sending;
      expect(sent).toMatchObject({ error: gaveUp.error });
      await test.setFaults();
      expect(await ask(test)).toMatchObject(whole);
      expect(test.story(sent.traceId)).not.toContain('math received');
    });

    it('lets a request go twice: it is handled twice, and the second reply is an orphan', async () => {
      await using test = await startOver(transport, redis);
      await stopAt(test, { target, leg: 'request' });
      const sending = ask(test);
      test.runtime.held.act((await heldOne(test)).id, { do: 'duplicate' });
      const sent = await sending;
      expect(sent).toMatchObject(whole);
      await test.until(({ type, traceId }) => type === 'orphaned' && traceId === sent.traceId);
      expect(test.story(sent.traceId).filter((line) => line === 'math replied')).toHaveLength(2);
    });

    it('lets them go in another order than they came', async () => {
      await using test = await startOver(transport, redis);
      await ask(test);
      await stopAt(test, { target, leg: 'request' });
      const sending = sendAll(test, [1, 2, 3]);
      await held(test, 3);
      const [first, second, third] = test.runtime.held.list;
      if (first === undefined || second === undefined || third === undefined) throw new Error('three are held');
      test.runtime.held.act(third.id, { do: 'move' });
      test.runtime.held.act(first.id, { do: 'move', after: second.id });
      expect(test.runtime.held.list.map(({ id }) => id)).toEqual([third.id, second.id, first.id]);
      expect(test.runtime.held.actOnAll({ do: 'release' })).toBe(3);
      expect(await sending).toEqual([1, 2, 3]);
      expect(receivedAs(test).slice(-3)).toEqual([3, 2, 1]);
    });

    it('lets all go in order when it is taken away, and holds nothing after that', async () => {
      await using test = await startOver(transport, redis);
      await ask(test);
      await stopAt(test, { target, leg: 'request' });
      const sending = sendAll(test, [1, 2, 3]);
      await held(test, 3);
      await test.setFaults();
      expect(await sending).toEqual([1, 2, 3]);
      expect(receivedAs(test).slice(-3)).toEqual([1, 2, 3]);
      expect(test.runtime.held.list).toEqual([]);
      expect(await ask(test)).toMatchObject(whole);
    });

    it('keeps what it holds when its settings change, and lets that go with itself', async () => {
      await using test = await startOver(transport, redis);
      await stopAt(test, { target, leg: 'request' });
      const sending = ask(test);
      await held(test, 1);
      await stopAt(test, { target, leg: 'request', match: 'data.a === 7' });
      expect(test.runtime.held.list).toHaveLength(1);
      expect(await sendAll(test, [1])).toEqual([1]);
      await test.setFaults();
      expect(await sending).toMatchObject(whole);
    });

    it('the caller gives up meanwhile: the message stays, is marked, does its work, and its reply is an orphan', async () => {
      await using test = await startOver(transport, redis);
      await ask(test);
      await test.apply(flowOver(transport, { timeoutMs: 300 }));
      await stopAt(test, { target, leg: 'request' });
      const sent = await ask(test);
      expect(sent).toMatchObject({ error: gaveUp.error });
      const [message] = test.runtime.held.list;
      expect(message).toMatchObject({ caller: 'gaveUp' });
      expect(message).not.toHaveProperty('leftMs');
      test.runtime.held.act(message?.id ?? '', { do: 'release' });
      await test.until(({ type, traceId }) => type === 'orphaned' && traceId === sent.traceId);
      expect(test.story(sent.traceId)).toContain('math replied');
      const letGo = test.events.find(({ type, traceId }) => type === 'released' && traceId === sent.traceId);
      expect(letGo?.note).toContain('waits no more');
    });

    it('holds as many as it may, and is over when the last of them has gone', async () => {
      await using test = await startOver(transport, redis);
      await ask(test);
      await stopAt(test, { target, leg: 'request', count: 2 });
      const sending = sendAll(test, [1, 2, 3]);
      await held(test, 2);
      expect(test.ended).toEqual([]);
      const [first] = test.runtime.held.list;
      test.runtime.held.act(first?.id ?? '', { do: 'release' });
      expect(test.ended).toEqual([]);
      test.runtime.held.actOnAll({ do: 'release', fault: 'stop' });
      expect(test.ended).toEqual(['stop']);
      expect(await sending).toEqual([1, 2, 3]);
    });

    it('means only what matches', async () => {
      await using test = await startOver(transport, redis);
      await stopAt(test, { target, leg: 'request', match: 'data.a === 2' });
      const sending = sendAll(test, [1, 2]);
      const message = await heldOne(test);
      expect(message.preview).toBe('{"a":2,"b":0}');
      test.runtime.held.act(message.id, { do: 'release' });
      expect(await sending).toEqual([1, 2]);
    });

    it('holds events as well, for which nobody waits', async () => {
      await using test = await startOver(transport, redis);
      await ask(test);
      const other = 'handler' in target ? { handler: 'math.seen' } : target;
      await stopAt(test, { target: other, leg: 'request' });
      const sent = await test.runtime.send({ wire: 'math', pattern: 'seen', data: { n: 1 }, kind: 'event' });
      const message = await heldOne(test);
      expect(message).toMatchObject({ kind: 'event', caller: 'nobody' });
      test.runtime.held.act(message.id, { do: 'edit', data: { n: 2 } });
      const logged = await test.until(({ type, traceId }) => type === 'logged' && traceId === sent.traceId);
      expect(logged.data).toEqual({ n: 2 });
    });

    it('loses what it holds with the process in which that is, and says so', async () => {
      await using test = await startOver(transport, redis);
      await ask(test);
      await test.apply(flowOver(transport, { timeoutMs: 500 }));
      await stopAt(test, { target, leg: 'request' });
      const sending = ask(test);
      await held(test, 1);
      await test.runtime.actOnService({ service: place.service, action: 'kill' });
      const sent = await sending;
      expect(sent).toHaveProperty('error');
      expect(test.runtime.held.list).toEqual([]);
      const lost = await test.until(({ type, traceId }) => type === 'lost' && traceId === sent.traceId);
      expect(lost).toMatchObject({ leg: 'request', note: 'A fault held it when its connection ended.' });
    });
  });

  it('stops at one handler only, whatever else its service answers', async () => {
    await using test = await startOver(transport, redis);
    await stopAt(test, { target: { handler: 'math.seen' } });
    expect(await ask(test)).toMatchObject(whole);
    expect(test.runtime.held.list).toEqual([]);
  });

  it('holds the same message at one breakpoint after the other', async () => {
    await using test = await startOver(transport, redis);
    await test.setFaults(
      { id: 'wire', kind: 'hold', leg: 'request', target: { wire: 'math' } },
      { id: 'handler', kind: 'hold', leg: 'request', target: { handler: 'math.sum' } },
      { id: 'again', kind: 'hold', leg: 'request', target: { wire: 'math' } },
    );
    const sending = ask(test);
    for (const fault of ['wire', 'again', 'handler']) {
      const message = await heldOne(test);
      expect(message.fault).toBe(fault);
      test.runtime.held.act(message.id, { do: 'release' });
    }
    expect(await sending).toMatchObject(whole);
  });

  it(`holds ${maxHeld} and lets the next one pass, which says so`, async () => {
    await using test = await startOver(transport, redis);
    await ask(test);
    await stopAt(test, { target: { wire: 'math' }, leg: 'request' });
    const numbers = Array.from({ length: maxHeld + 1 }, (_, at) => at);
    const sending = sendAll(test, numbers);
    const passed = await test.until(({ type }) => type === 'released');
    expect(passed).toMatchObject({
      how: 'passed',
      note: '200 messages are held already: this one passed its breakpoint.',
    });
    expect(test.runtime.held.list).toHaveLength(maxHeld);
    await test.setFaults();
    expect(await sending).toEqual(numbers);
  });

  it('refuses what cannot be done, and nothing is lost', async () => {
    await using test = await startOver(transport, redis);
    await stopAt(test, { target: { wire: 'math' }, leg: 'request' });
    const sending = ask(test);
    const message = await heldOne(test);
    const nobody = '0123456789abcdef';
    expect(() => test.runtime.held.act(nobody, { do: 'release' })).toThrow(ProblemError);
    expect(() => test.runtime.held.act(message.id, { do: 'move', after: nobody })).toThrow(ProblemError);
    expect(test.runtime.held.list).toHaveLength(1);
    test.runtime.held.actOnAll({ do: 'release' });
    expect(await sending).toMatchObject(whole);
    await expect(test.setFaults({ id: 'no', kind: 'hold', target: { handler: 'math.nothing' } })).rejects.toThrow(
      'notFound',
    );
  });
});

const stopAt = (test: TestRuntime, settings: Record<string, unknown>): Promise<void> =>
  test.setFaults({ id: 'stop', kind: 'hold', ...settings });

async function held(test: TestRuntime, count: number): Promise<void> {
  await expect.poll(() => test.runtime.held.list.length).toBe(count);
}

async function heldOne(test: TestRuntime): Promise<HeldMessage> {
  await held(test, 1);
  const [message] = test.runtime.held.list;
  if (message === undefined) throw new Error('one is held');
  return message;
}

async function sendAll(test: TestRuntime, numbers: readonly number[]): Promise<(Json | undefined)[]> {
  const sent = await Promise.all(
    numbers.map((a) => test.runtime.send({ wire: 'math', pattern: 'sum', data: { a, b: 0 }, kind: 'request' })),
  );
  return sent.map(({ reply }) => reply);
}

/** Which leg was let go, and how. */
function released(test: TestRuntime, traceId: string): unknown[] {
  test.story(traceId);
  const isMeant = (event: Seen): boolean => event.type === 'released' && event.traceId === traceId;
  return test.events.filter(isMeant).map(({ leg, how }) => [leg, how]);
}

function receivedAs(test: TestRuntime): unknown[] {
  test.story('');
  const received = test.events.filter(({ type }) => type === 'received');
  return received.map(({ data }) => (data as { a: number }).a);
}
