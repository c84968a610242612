import { HttpException } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import {
  EmptyError,
  finalize,
  firstValueFrom,
  lastValueFrom,
  NEVER,
  of,
  Subject,
  throwError,
  TimeoutError,
  toArray,
} from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Step } from '#shared/steps/step.ts';
import type { UnnumberedEvent } from '#shared/trace.ts';
import { CallError } from '../service/callError.ts';
import type { HandlerCall } from '../service/handlerBody.ts';
import { createTracer } from '../trace/tracer.ts';
import { makeHandler, type MadeHandler } from './makeHandler.ts';
import { Store } from './store.ts';
import type { CallWire, OutgoingMessage } from './stepRun.ts';

/** A handler `orders.create` whose wire `users` answers as the test says. */
function setUp(steps: Step[], answer: CallWire = () => NEVER) {
  const events: UnnumberedEvent[] = [];
  const tracer = createTracer({ onBatch: (batch) => events.push(...batch) });
  const sent: OutgoingMessage[] = [];
  const stores = new Map<number, Store>();
  const wire = (message: OutgoingMessage): ReturnType<CallWire> => {
    sent.push(message);
    return answer(message);
  };
  const handler: MadeHandler = makeHandler({
    service: 'orders',
    handler: 'create',
    steps,
    tracer,
    random: () => 0.5,
    wire: (id) => (id === 'users' ? wire : undefined),
    store: (replica) => {
      const store = stores.get(replica) ?? new Store();
      stores.set(replica, store);
      return store;
    },
  });
  const run = (data: unknown = {}): Promise<unknown[]> => lastValueFrom(handler.body(call(data)).pipe(toArray()));
  return { handler, run, sent, events, flush: () => tracer.close() };
}

const call = (data: unknown): HandlerCall => ({
  hop: { traceId: 't'.repeat(32), hopId: 'h'.repeat(16), pattern: { cmd: 'create' }, kind: 'request', place: {} },
  service: 'orders',
  handler: 'create',
  replica: 0,
  scope: {
    data,
    id: 'h'.repeat(16),
    meta: {
      traceId: 't'.repeat(32),
      correlationId: 't'.repeat(32),
      pattern: { cmd: 'create' },
      attempt: 1,
      replica: 0,
    },
  },
});

const reply = (value: string): Step => ({ do: 'reply', value });
const send = (as?: string): Step => ({
  do: 'send',
  wire: 'users',
  pattern: { cmd: 'get' },
  data: '{ id: data.id }',
  as,
});
const fail = (message: string): Step => ({ do: 'throw', error: 'error', message });

it('reads `state` and keeps what was made of it in one go: no other message comes between', async () => {
  const { handler, run } = setUp([
    { do: 'set', key: 'seen', value: '(state.seen || 0) + 1' },
    { do: 'set', key: 'first', value: 'state.first || data.n' },
    { do: 'get', key: 'first', as: 'first' },
    reply('[first, state.seen]'),
  ]);
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => run({ n: n + 1 })));
  expect(answers.map(([answer]) => (answer as number[])[0])).toEqual(Array.from({ length: 20 }, () => 1));
  expect(((await run({ n: 99 }))[0] as number[])[1]).toBe(21);
  handler.dispose();
});

describe('reply and what expressions see', () => {
  it('answers with the value and ends the handler', async () => {
    expect(await setUp([reply('data.a + 1'), reply('2')]).run({ a: 1 })).toEqual([2]);
  });

  it('answers undefined when no step replies, as a method without return does', async () => {
    expect(await setUp([]).run()).toEqual([undefined]);
  });

  it('offers id, meta and state', async () => {
    const steps: Step[] = [{ do: 'set', key: 'k', value: '1' }, reply('[id, meta, state]')];
    expect(await setUp(steps).run()).toEqual([
      [
        'h'.repeat(16),
        {
          traceId: 't'.repeat(32),
          correlationId: 't'.repeat(32),
          pattern: { cmd: 'create' },
          attempt: 1,
          replica: 0,
        },
        { k: 1 },
      ],
    ]);
  });

  it('names the step when an expression fails, inner ones too', async () => {
    await expect(setUp([reply('1 +')]).run()).rejects.toThrow(/^orders\.create step 1: SyntaxError/);
    const inner: Step = { do: 'when', condition: 'true', then: [reply('data.x.y')] };
    await expect(setUp([send(), inner], () => of(1)).run()).rejects.toThrow(
      /^orders\.create step 2 › then step 1: TypeError/,
    );
  });

  it('reports expressions that cannot be compiled, with their path in the flow', () => {
    const { handler } = setUp([{ do: 'attempt', steps: [], catch: [reply('1 +')] }]);
    expect(handler.problems).toMatchObject([
      { code: 'badExpression', severity: 'error', at: 'services.orders.handlers.create.steps.0.catch.0.value' },
    ]);
  });
});

describe('send and emit', () => {
  it('binds one value as it is and several as a list', async () => {
    expect(await setUp([send('user'), reply('user')], () => of({ name: 'Ada' })).run({ id: 7 })).toEqual([
      { name: 'Ada' },
    ]);
    expect(await setUp([send('users'), reply('users')], () => of(1, 2)).run({})).toEqual([[1, 2]]);
  });

  it('sends what the expression gives, on behalf of the message that is handled', async () => {
    const { run, sent } = setUp([send()], () => of(1));
    await run({ id: 7 });
    expect(sent).toEqual([
      { pattern: { cmd: 'get' }, data: { id: 7 }, kind: 'request', replica: 0, parent: call({}).hop },
    ]);
  });

  it('sends an empty object when there is no data, since Nest sends neither null nor undefined', async () => {
    const { run, sent } = setUp([{ do: 'emit', wire: 'users', pattern: 'seen' }]);
    await run();
    expect(sent.map(({ data, kind }) => [data, kind])).toEqual([[{}, 'event']]);
  });

  it('throws what rxjs throws when the reply holds no value', async () => {
    await expect(setUp([send()], () => of()).run()).rejects.toBeInstanceOf(EmptyError);
  });

  it('throws a CallError that holds exactly what the client gave', async () => {
    const raw = { status: 'error', message: 'Internal server error' };
    await expect(setUp([send()], () => throwError(() => raw)).run()).rejects.toSatisfy(
      (error) => error instanceof CallError && error.raw === raw && !error.timedOut,
    );
    await expect(setUp([send()], () => throwError(() => new TimeoutError())).run()).rejects.toSatisfy(
      (error) => error instanceof CallError && error.timedOut,
    );
  });

  it('does not wait for an event, nor hears of its failure', async () => {
    const emit: Step = { do: 'emit', wire: 'users', pattern: 'seen' };
    expect(await setUp([emit, reply('1')], () => NEVER).run()).toEqual([1]);
    const refused = throwError(() => new Error('connect ECONNREFUSED'));
    expect(await setUp([emit, reply('1')], () => refused).run()).toEqual([1]);
  });

  it('says so when the service has no such wire', async () => {
    const steps: Step[] = [{ do: 'send', wire: 'ghost', pattern: 'x' }];
    await expect(setUp(steps).run()).rejects.toThrow('orders.create step 1: this service has no wire "ghost"');
  });
});

describe('throw and attempt', () => {
  it('throws the three kinds of errors', async () => {
    const thrown = async (step: Step): Promise<unknown> =>
      setUp([step])
        .run({ id: 7 })
        .catch((error: unknown) => error);
    const rpc = await thrown({ do: 'throw', error: 'rpc', status: 404, message: 'No ${data.id}' });
    const text = await thrown({ do: 'throw', error: 'rpc', message: 'No' });
    const http = await thrown({ do: 'throw', error: 'http', message: 'No' });
    const plain = await thrown(fail('No ${data.id}'));
    expect([rpc instanceof RpcException && rpc.getError(), text instanceof RpcException && text.getError()]).toEqual([
      { status: 404, message: 'No 7' },
      'No',
    ]);
    expect([http instanceof HttpException && http.getStatus(), plain]).toEqual([500, new Error('No 7')]);
  });

  it('shows every shape of error to catch as plain data', async () => {
    const caught = (answer: CallWire): Promise<unknown[]> =>
      setUp([{ do: 'attempt', steps: [send()], catch: [reply('error')] }], answer).run();
    expect(await caught(() => throwError(() => ({ status: 404, message: 'No' })))).toEqual([
      { status: 404, message: 'No' },
    ]);
    expect(await caught(() => throwError(() => 'no handler'))).toEqual([{ message: 'no handler' }]);
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    expect(await caught(() => throwError(() => refused))).toEqual([
      { name: 'Error', message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' },
    ]);
    const rpc: Step = { do: 'throw', error: 'rpc', message: 'No' };
    expect(await setUp([{ do: 'attempt', steps: [rpc], catch: [reply('error')] }]).run()).toEqual([{ message: 'No' }]);
  });

  it('throws again what was caught: what a callee answered goes on as an RpcException, an own error as it is', async () => {
    const again: Step = { do: 'throw', error: 'again' };
    const thrown = (step: Step, answer: CallWire = () => NEVER): Promise<unknown> =>
      setUp([{ do: 'attempt', steps: [step], catch: [again] }], answer)
        .run()
        .catch((error: unknown) => error);
    const fromCallee = await thrown(send(), () => throwError(() => ({ status: 404, message: 'No' })));
    expect(fromCallee instanceof RpcException && fromCallee.getError()).toEqual({ status: 404, message: 'No' });
    expect(await thrown(fail('x'))).toEqual(new Error('x'));
    await expect(setUp([again]).run()).rejects.toThrow('no error to throw again');
  });

  it('runs finally after a reply and after an error, and lets its own reply win', async () => {
    const log: Step = { do: 'set', key: 'cleaned', value: 'true' };
    const replied = setUp([{ do: 'attempt', steps: [reply('1')], finally: [log] }, reply('2')]);
    expect(await replied.run()).toEqual([1]);
    const failed = setUp([{ do: 'attempt', steps: [fail('x')], finally: [log] }]);
    await expect(failed.run()).rejects.toThrow('x');
    expect(await setUp([{ do: 'attempt', steps: [fail('x')], finally: [reply('3')] }]).run()).toEqual([3]);
    const inCatch: Step = { do: 'attempt', steps: [fail('x')], catch: [fail('y')], finally: [log] };
    await expect(setUp([inCatch]).run()).rejects.toThrow('y');
  });

  it('has `error` in scope inside catch only', async () => {
    const steps: Step[] = [{ do: 'attempt', steps: [fail('x')], catch: [] }, reply('typeof error')];
    expect(await setUp(steps).run()).toEqual(['undefined']);
  });
});

describe('when, parallel, stream, delay, store, log', () => {
  it('takes one way or the other', async () => {
    const step: Step = { do: 'when', condition: 'data.a > 1', then: [reply("'yes'")], else: [reply("'no'")] };
    expect([await setUp([step]).run({ a: 2 }), await setUp([step]).run({ a: 1 })]).toEqual([['yes'], ['no']]);
  });

  it('waits for every branch, then throws the first error', async () => {
    const slow = new Subject<unknown>();
    const steps: Step[] = [{ do: 'parallel', branches: [[send('user')], [fail('second')], [fail('third')]] }];
    const { run } = setUp(steps, () => slow);
    let isOver = false;
    const over = run({}).finally(() => (isOver = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isOver).toBe(false);
    slow.next(1);
    slow.complete();
    await expect(over).rejects.toThrow('second');
  });

  it('keeps the results of all branches', async () => {
    const branches = [[send('a')], [send('b')]];
    expect(await setUp([{ do: 'parallel', branches }, reply('[a, b]')], () => of(1)).run()).toEqual([[1, 1]]);
  });

  it('streams so many values, computed with index', async () => {
    const stream: Step = { do: 'stream', count: 3, everyMs: 1, value: 'index * data.a' };
    expect(await setUp([stream]).run({ a: 2 })).toEqual([0, 2, 4]);
    expect(await setUp([{ do: 'stream', count: 0, value: '1' }]).run()).toEqual([]);
  });

  it('stops streaming when nobody listens any more', async () => {
    const { handler } = setUp([{ do: 'stream', count: 10_000, value: 'index' }]);
    expect(await firstValueFrom(handler.body(call({})))).toBe(0);
  });

  it('stops a delay and a call under way when nobody listens any more', async () => {
    let isStopped = false;
    const answer: CallWire = () => NEVER.pipe(finalize(() => (isStopped = true)));
    const { handler, sent } = setUp([send(), { do: 'delay', ms: 600_000 }], answer);
    const running = handler.body(call({})).subscribe();
    while (sent.length === 0) await new Promise((resolve) => setImmediate(resolve));
    running.unsubscribe();
    expect(isStopped).toBe(true);
  });

  it('reads back what it has set, under keys made of templates', async () => {
    const steps: Step[] = [
      { do: 'set', key: 'order:${data.id}', value: '{ id: data.id }' },
      { do: 'get', key: 'order:${data.id}', as: 'order' },
      { do: 'get', key: 'nothing', as: 'nothing' },
      reply('[order, typeof nothing]'),
    ];
    expect(await setUp(steps).run({ id: 7 })).toEqual([[{ id: 7 }, 'undefined']]);
  });

  it('writes a log into the trace of the message that is handled', async () => {
    const { run, events, flush } = setUp([{ do: 'log', value: 'data.a' }]);
    await run({ a: 1 });
    flush();
    expect(events).toMatchObject([{ type: 'logged', hopId: 'h'.repeat(16), data: 1 }]);
  });

  it('lets messages under way finish after an edit has let the handler go', async () => {
    const answer = new Subject<unknown>();
    const { handler, run } = setUp([send('user'), reply('user.name + Math.max(1, 2)')], () => answer);
    const running = run();
    await new Promise((resolve) => setImmediate(resolve));
    handler.dispose();
    answer.next({ name: 'Ada' });
    answer.complete();
    expect(await running).toEqual(['Ada2']);
    await expect(run()).rejects.toThrow('orders.create step 1');
  });
});
