import { expect, test } from 'vitest';
import type { HopEvent, TraceEvent } from '#shared/trace.ts';
import { addEvents, emptyBook } from './traceBook.ts';

let seq = 0;
const trace = '1'.repeat(32);
type Some = Partial<HopEvent> & Pick<HopEvent, 'type'>;

/** Events of one trace, one millisecond apart. */
function events(...some: Some[]): HopEvent[] {
  return some.map((one) => {
    seq += 1;
    return { seq, atUs: seq * 1000, traceId: trace, hopId: 'a', pattern: { cmd: 'sum' }, kind: 'request', ...one };
  });
}

const book = (...some: Some[]) => addEvents(emptyBook, events(...some));
const hop = (...some: Some[]) => book(...some).hops.get('a');

const call: Some[] = [
  { type: 'called', service: 'web', wire: 'math', data: [1, 2], timeoutMs: 500 },
  { type: 'sent', service: 'web', wire: 'math' },
  { type: 'received', service: 'math', replica: 0, listener: 'tcp', handler: 'sum', data: [1, 2] },
  { type: 'started', service: 'math', replica: 0, handler: 'sum' },
];

test('a call is put together from what happened at both of its ends', () => {
  const done = hop(
    ...call,
    { type: 'replied', service: 'math', replica: 0, data: 3, last: true },
    { type: 'answered', service: 'web', wire: 'math', data: 3 },
    { type: 'completed', service: 'web', wire: 'math' },
  );
  expect(done).toMatchObject({
    state: 'ok',
    fromService: 'web',
    wire: 'math',
    data: [1, 2],
    reply: 3,
    timeoutMs: 500,
    orphaned: false,
    deliveries: [{ service: 'math', replica: 0, listener: 'tcp', handler: 'sum', failed: false }],
  });
  expect((done?.endedUs ?? 0) - (done?.startedUs ?? 0)).toBe(6000);
});

test('a call that nobody answers is pending, then timed out, and its late reply is an orphan', () => {
  expect(hop(...call)?.state).toBe('pending');
  const late = hop(
    ...call,
    { type: 'timedOut', wire: 'math' },
    { type: 'failed', wire: 'math', error: { name: 'TimeoutError', message: 'Timeout has occurred' } },
    { type: 'replied', service: 'math', replica: 0, data: 3, last: true },
    { type: 'orphaned', wire: 'math', data: 3 },
  );
  expect(late).toMatchObject({ state: 'timedOut', orphaned: true, error: { name: 'TimeoutError' } });
  expect(late?.lastUs).toBeGreaterThan(late?.endedUs ?? Infinity);
});

test('the error of a failed call is what the caller got', () => {
  const failed = hop(
    ...call,
    { type: 'threw', service: 'math', replica: 0, error: { name: 'Error', message: 'secret' } },
    { type: 'replied', service: 'math', replica: 0, error: { status: 'error', message: 'Internal server error' } },
    { type: 'failed', wire: 'math', error: { status: 'error', message: 'Internal server error' } },
  );
  expect(failed).toMatchObject({ state: 'failed', error: { status: 'error', message: 'Internal server error' } });
});

test('an event has one delivery per replica, and is lost when nobody received it', () => {
  const emitted: Some[] = [{ type: 'called', kind: 'event', service: 'web', wire: 'events', pattern: 'cat_created' }];
  const received = (replica: number): Some => ({ type: 'received', kind: 'event', service: 'notes', replica });
  const two = hop(...emitted, { type: 'completed', kind: 'event', wire: 'events' }, received(0), received(1));
  expect([two?.state, two?.deliveries.map(({ replica }) => replica)]).toEqual(['ok', [0, 1]]);
  expect(hop(...emitted, { type: 'lost', kind: 'event', receivers: 0 })?.state).toBe('lost');
});

test('what a foreign client asked ends with the reply that left here', () => {
  const foreign: Some[] = [
    { type: 'received', kind: 'http', service: 'web', replica: 0, pattern: 'GET /users/:id' },
    { type: 'replied', kind: 'http', service: 'web', replica: 0, status: 404, data: 'no', last: true },
  ];
  expect(hop(...foreign)).toMatchObject({ state: 'failed', status: 404, error: 'no' });
});

test('a trace is told by its first message', () => {
  const child: Some = { type: 'called', hopId: 'b', parentId: 'a', service: 'math', wire: 'log', pattern: 'logged' };
  const { traces } = book({ type: 'called', driver: 'buyer', kind: 'http', pattern: 'POST /orders' }, child, {
    type: 'failed',
    kind: 'http',
    status: 402,
    error: { message: 'Card declined' },
  });
  expect(traces.get(trace)).toMatchObject({
    title: 'POST /orders',
    hopIds: ['a', 'b'],
    errors: 1,
    outcome: '402 Card declined',
    pending: true,
  });
});

test('events that came already, on coming back after a break, change nothing', () => {
  const all = events(...call);
  const once = addEvents(emptyBook, all);
  expect(addEvents(once, all)).toEqual(once);
});

test('a book is left as it was, so that what reads it can compare', () => {
  const before = book(...call);
  const copy = { ...before, hops: new Map(before.hops), traces: new Map(before.traces) };
  addEvents(before, events({ type: 'completed' }));
  expect(before).toEqual(copy);
});

test('the oldest traces make room, whole', () => {
  const many = Array.from({ length: 1200 }, (_, index) => {
    const [event] = events({ type: 'called', traceId: `t${index}`, hopId: `h${index}` });
    return event as TraceEvent;
  });
  const { traces, hops } = addEvents(emptyBook, many);
  expect([traces.size <= 500, hops.size, traces.has('t0'), hops.has('h0'), traces.has('t1199')]).toEqual([
    true,
    traces.size,
    false,
    false,
    true,
  ]);
});

test('missed events are counted', () => {
  expect(addEvents(addEvents(emptyBook, [], 3), [], 4).missed).toBe(7);
});
