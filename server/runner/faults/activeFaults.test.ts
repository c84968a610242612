import { RpcException } from '@nestjs/microservices';
import { defer, lastValueFrom, of, toArray } from 'rxjs';
import { expect, it, vi } from 'vitest';
import { faultSchema, type Fault } from '#shared/faults/fault.ts';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import type { MessageKind, UnnumberedEvent } from '#shared/trace.ts';
import type { HandlerBody, HandlerCall } from '../service/handlerBody.ts';
import type { HopContext } from '../trace/context.ts';
import { HopLedger } from '../trace/hopLedger.ts';
import { createTracer } from '../trace/tracer.ts';
import { ActiveFaults } from './activeFaults.ts';
import { withFaults } from './withFaults.ts';

const fault = (settings: Record<string, unknown>): Fault =>
  faultSchema.parse({ id: 'f', target: { handler: 'payments.process' }, ...settings });

type Change = Partial<HandlerCall> & { kind?: MessageKind };

function setUp() {
  const ended: string[] = [];
  const events: UnnumberedEvent[] = [];
  const active = new ActiveFaults((id) => ended.push(id));
  const tracer = createTracer({ onBatch: (batch) => events.push(...batch) });
  const ledger = new HopLedger();
  let handled = 0;
  const inputs: unknown[] = [];
  const body: HandlerBody = ({ scope }) =>
    defer(() => {
      handled += 1;
      inputs.push(scope);
      return of('done');
    });
  const faulty = withFaults(body, { active, tracer, ledger });
  const hops: HopContext[] = [];
  const ask = (data: unknown = {}, { kind = 'request', ...change }: Change = {}): Promise<unknown> => {
    const hop = ledger.begin({ pattern: 'pay', kind, place: {} });
    hops.push(hop);
    const call = { hop, service: 'payments', handler: 'process', replica: 0, scope: { data }, ...change };
    return lastValueFrom(faulty(call).pipe(toArray())).catch((error: unknown) => error);
  };
  const put = (...faults: Fault[]): unknown =>
    active.set(
      orderSaga,
      faults,
      faults.map(({ id }) => id),
    );
  return { active, put, ask, ended, inputs, hops, handled: () => handled, events: () => (tracer.flush(), events) };
}

it('leaves a handler alone without a fault, and on other handlers and replicas', async () => {
  const { put, ask } = setUp();
  expect(await ask()).toEqual(['done']);
  put(fault({ kind: 'throw_error', target: { handler: 'payments.process', replica: 1 } }));
  expect([await ask(), await ask({}, { handler: 'refund' })]).toEqual([['done'], ['done']]);
  expect(await ask({}, { replica: 1 })).toEqual(new Error('Injected Error'));
});

it('tells how often each has acted and how long it stays on, anew when it is another one', async () => {
  const { active, put, ask } = setUp();
  const error = { kind: 'throw_error', count: 3 };
  put(fault(error), fault({ id: 'long', kind: 'slow', delayMs: 0, rate: 0, forMs: 600_000 }));
  await ask();
  await ask();
  const { f, long } = active.progress;
  expect([f, long?.hits]).toEqual([{ hits: 2 }, 0]);
  expect(long?.leftMs).toBeGreaterThan(0);
  expect(long?.leftMs).toBeLessThanOrEqual(600_000);
  put(fault(error));
  expect(active.progress).toEqual({ f: { hits: 2 } });
  put(fault({ ...error, message: 'Another' }));
  expect(active.progress).toEqual({ f: { hits: 0 } });
  active.close();
});

it('throws instead of the handler, says so, and marks the hop', async () => {
  const { put, ask, hops, handled, events } = setUp();
  put(fault({ kind: 'throw_rpc', status: 402, message: 'No money' }));
  const error = await ask();
  expect(error instanceof RpcException && error.getError()).toEqual({ status: 402, message: 'No money' });
  expect([handled(), hops[0]?.faults]).toEqual([0, ['f']]);
  expect(events()).toMatchObject([{ type: 'injected', hopId: hops[0]?.hopId, faults: ['f'] }]);
});

it('acts after the handler on the reply leg: the work is done, its answer is not seen', async () => {
  const { put, ask, handled } = setUp();
  put(fault({ kind: 'throw_error', leg: 'reply' }));
  expect([await ask(), handled()]).toEqual([new Error('Injected Error'), 1]);
});

it('never replies, until it is taken off', async () => {
  const { put, ask, events } = setUp();
  put(fault({ kind: 'never_reply' }));
  let isAnswered = false;
  void ask().then(() => (isAnswered = true));
  await vi.waitFor(() => expect(events()).toHaveLength(1));
  expect(isAnswered).toBe(false);
  put();
  expect(await ask()).toEqual(['done']);
});

it('is slow on either side of the handler, and lets go of what it holds up when it is mended', async () => {
  const { put, ask, handled, events } = setUp();
  for (const kind of ['slow', 'slow_reply']) {
    put(fault({ kind, delayMs: 20 }));
    const startedAt = performance.now();
    expect(await ask()).toEqual(['done']);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(19);
  }
  const before = handled();
  put(fault({ kind: 'slow', delayMs: 600_000 }), fault({ id: 'g', kind: 'slow_reply', delayMs: 600_000 }));
  const held = ask();
  await vi.waitFor(() => expect(events()).toHaveLength(4));
  expect(handled()).toBe(before);
  put();
  expect([await held, handled()]).toEqual([['done'], before + 1]);
});

it('goes on holding up its last message when its count has ended, until all is mended', async () => {
  const { put, ask, ended, events } = setUp();
  put(fault({ kind: 'slow', delayMs: 600_000, count: 1 }));
  const held = ask();
  await vi.waitFor(() => expect(events()).toHaveLength(1));
  expect(ended).toEqual(['f']);
  expect(await ask()).toEqual(['done']);
  put();
  expect(await held).toEqual(['done']);
});

it('loses what the handler answered, which has run', async () => {
  const { put, ask, handled } = setUp();
  put(fault({ kind: 'lose_reply' }));
  let isAnswered = false;
  void ask().then(() => (isAnswered = true));
  await vi.waitFor(() => expect(handled()).toBe(1));
  put();
  expect(await ask()).toEqual(['done']);
  expect(isAnswered).toBe(false);
});

it('puts another value in place of the input, the reply, or both', async () => {
  const { put, ask, inputs } = setUp();
  const data = { a: 1 };
  for (const leg of ['request', 'reply', 'both']) {
    put(fault({ kind: 'wrong_payload', value: '[data.a, reply, pattern]', leg }));
    inputs.push(leg, await ask(data));
  }
  const wrong = { data: [1, null, 'pay'] };
  expect(inputs).toEqual([
    wrong,
    'request',
    ['done'],
    { data },
    'reply',
    [[1, 'done', 'pay']],
    wrong,
    'both',
    [[1, 'done', 'pay']],
  ]);
});

it('gives the wrong value to the last message too, and fails the handler where the value fails', async () => {
  const { put, ask } = setUp();
  put(fault({ kind: 'wrong_payload', value: '"late"', count: 1, leg: 'reply' }));
  expect(await ask()).toEqual(['late']);
  put(fault({ kind: 'wrong_payload', value: 'data.a.b', leg: 'reply' }));
  expect(await ask({})).toMatchObject({ name: 'ExpressionError' });
});

it('gives each value twice', async () => {
  const { put, ask } = setUp();
  put(fault({ kind: 'duplicate_reply' }));
  expect(await ask()).toEqual(['done', 'done']);
});

it('runs the handler twice, and answers once', async () => {
  const { put, ask, handled } = setUp();
  put(fault({ kind: 'run_twice' }));
  expect([await ask(), handled()]).toEqual([['done'], 2]);
});

it('blocks once in a turn of the event loop, and no longer when it is mended', async () => {
  const { put, ask, handled } = setUp();
  put(fault({ kind: 'block_event_loop', blockMs: 30 }));
  const startedAt = performance.now();
  let turns = 0;
  const turning = setInterval(() => (turns += 1), 0);
  const seenBy = await Promise.all([ask(), ask(), ask()].map((one) => one.then(() => turns)));
  clearInterval(turning);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(89);
  expect(new Set(seenBy).size).toBe(3);

  // All of them would take minutes.
  put(fault({ kind: 'block_event_loop', blockMs: 1000 }));
  const many = Array.from({ length: 200 }, () => ask());
  await vi.waitFor(() => expect(handled()).toBeGreaterThan(3), { timeout: 30_000 });
  put();
  await Promise.all(many);
});

it('passes over messages that it could do nothing to', async () => {
  const { put, ask, events } = setUp();
  put(fault({ kind: 'lose_reply', target: { service: 'payments' } }));
  expect(await ask({}, { kind: 'event' })).toEqual(['done']);
  put(fault({ kind: 'duplicate_reply', target: { service: 'payments' } }));
  expect(await ask({}, { kind: 'http' })).toEqual(['done']);
  expect(events()).toEqual([]);
});

it('acts only on messages that match, and never breaks those on which the expression fails', async () => {
  const { put, ask } = setUp();
  put(fault({ kind: 'throw_error', match: 'data.order.amount > 100 && meta.pattern === "pay"' }));
  expect([await ask({ order: { amount: 50 } }), await ask({}), await ask({ order: { amount: 500 } })]).toEqual([
    ['done'],
    ['done'],
    new Error('Injected Error'),
  ]);
});

it('hits a share of the messages, the same ones for the same seed', async () => {
  const run = async (seed: number): Promise<boolean[]> => {
    const { put, ask } = setUp();
    put(fault({ kind: 'throw_error', rate: 0.5, seed }));
    const hits: boolean[] = [];
    for (let count = 0; count < 40; count += 1) hits.push((await ask()) instanceof Error);
    return hits;
  };
  const [first, again, other] = [await run(1), await run(1), await run(2)];
  expect(first).toEqual(again);
  expect(first).not.toEqual(other);
  expect(first.filter(Boolean).length).toBeGreaterThan(5);
  expect(first.filter(Boolean).length).toBeLessThan(35);
});

it('ends by itself after so many hits, however many come at once', async () => {
  const { put, ask, ended } = setUp();
  put(fault({ kind: 'throw_error', count: 2 }));
  const answers = await Promise.all([ask(), ask(), ask(), ask()]);
  expect(answers.filter((answer) => answer instanceof Error)).toHaveLength(2);
  expect(ended).toEqual(['f']);
});

it('ends by itself after its time', async () => {
  const { put, ask, ended } = setUp();
  put(fault({ kind: 'throw_error', forMs: 5 }));
  await vi.waitFor(() => expect(ended).toEqual(['f']));
  expect(await ask()).toEqual(['done']);
});

it('goes on counting when the same fault is put on again, and begins anew when it changed or was asked for again', async () => {
  const { active, put, ask, ended } = setUp();
  const twice = fault({ kind: 'throw_error', count: 2 });
  put(twice);
  await ask();
  put(structuredClone(twice));
  await ask();
  expect(ended).toEqual(['f']);
  // A plan written before the server knew of the end.
  active.set(orderSaga, [twice]);
  expect(await ask()).toEqual(['done']);
  // Another one was put before the server knew of the end.
  const other = fault({ id: 'other', kind: 'slow', delayMs: 0 });
  active.set(orderSaga, [twice, other], ['other']);
  expect([await ask(), Object.keys(active.progress)]).toEqual([['done'], ['other']]);
  put(twice);
  expect(await ask()).toEqual(new Error('Injected Error'));
});

it('keeps the object of a link fault that stays: proxies know their faults by it', () => {
  const { active, put } = setUp();
  const latency = fault({ kind: 'latency', latencyMs: 10, target: { wire: 'orders' } });
  put(latency);
  const [before] = active.onLink(() => true);
  put(structuredClone(latency));
  expect(active.onLink(() => true)[0]).toBe(before);
});

it('says which faults cannot act, and puts the others on', async () => {
  const { put, ask } = setUp();
  const problems = put(
    fault({ id: 'lost', kind: 'throw_error', target: { handler: 'ghost' } }),
    fault({ id: 'typo', kind: 'throw_error', match: 'data.' }),
    fault({ kind: 'throw_error' }),
  );
  expect(problems).toMatchObject([
    { code: 'notFound', at: 'faults.0.target.handler' },
    { code: 'badExpression', at: 'faults.1.match' },
  ]);
  expect(await ask()).toEqual(new Error('Injected Error'));
});

it('puts several faults around each other, the first outermost', async () => {
  const { put, ask, hops } = setUp();
  put(fault({ id: 'late', kind: 'slow', delayMs: 1 }), fault({ id: 'broken', kind: 'throw_error' }));
  expect(await ask()).toEqual(new Error('Injected Error'));
  expect(hops[0]?.faults).toEqual(['late', 'broken']);
});
