import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isHopEvent, type HopEvent, type HopEventType, type TraceEvent } from '#shared/trace.ts';
import { handlingSpanId, type Span } from './span.ts';
import { SpanBook } from './spanBook.ts';

const second = 1_000_000;
function event(type: HopEventType, hopId: string, more: Partial<HopEvent> = {}): HopEvent {
  return { seq: 1, atUs: second, type, traceId: 't', hopId, pattern: 'p', kind: 'request', ...more };
}

function spansOf(...batches: (readonly TraceEvent[])[]): Span[] {
  const spans: Span[] = [];
  const book = new SpanBook((span) => spans.push(span));
  for (const events of batches) book.add(events);
  book.close();
  return spans;
}

const caller = { service: 'gateway', replica: 0, wire: 'w' };
const callee = { service: 'orders', replica: 1, listener: 'tcp', handler: 'h' };

test('one request is a span of its caller, with the id of the hop, and one of whoever handles it, below', () => {
  const spans = spansOf([
    event('called', 'a', caller),
    event('sent', 'a', { ...caller, atUs: second + 10 }),
    event('received', 'a', { ...callee, atUs: second + 20 }),
    event('started', 'a', { ...callee, atUs: second + 30 }),
    event('threw', 'a', { ...callee, atUs: second + 40, error: 'no' }),
    event('replied', 'a', { ...callee, atUs: second + 50, error: { message: 'no' }, last: true }),
    event('failed', 'a', { ...caller, atUs: second + 60, error: { message: 'no' }, faults: ['f'] }),
  ]);
  const handling = handlingSpanId('a', callee);
  expect(spans).toEqual([
    {
      traceId: 't',
      spanId: handling,
      parentId: 'a',
      kind: 'server',
      name: 'p',
      who: { service: 'orders', replica: 1 },
      startUs: second + 20,
      endUs: second + 50,
      error: 'no',
      attributes: { 'patchbay.hop': 'a', 'patchbay.listener': 'tcp', 'patchbay.handler': 'h' },
      events: [{ name: 'exception', atUs: second + 40, attributes: { 'exception.message': 'no' } }],
      follows: [],
    },
    {
      traceId: 't',
      spanId: 'a',
      parentId: undefined,
      kind: 'client',
      name: 'p',
      who: { service: 'gateway', replica: 0 },
      startUs: second,
      endUs: second + 60,
      error: 'no',
      attributes: { 'patchbay.hop': 'a', 'patchbay.wire': 'w', 'patchbay.faults': ['f'] },
      events: [{ name: 'sent', atUs: second + 10, attributes: {} }],
      follows: [],
    },
  ]);
});

test('an event is followed by who gets it, each replica for itself, until nothing of it happens any more', () => {
  const of = { kind: 'event' } as const;
  const spans: Span[] = [];
  const book = new SpanBook((span) => spans.push(span));
  book.add([
    event('called', 'e', { ...of, ...caller }),
    event('completed', 'e', { ...of, ...caller }),
    event('received', 'e', { ...of, ...callee, replica: 0, atUs: 2 * second }),
    event('received', 'e', { ...of, ...callee, replica: 1, atUs: 2 * second }),
    event('called', 'next', { ...callee, listener: undefined, wire: 'x', parentId: 'e', atUs: 3 * second }),
    event('completed', 'next', { ...callee, listener: undefined, wire: 'x', parentId: 'e', atUs: 3.5 * second }),
  ]);
  book.sweep(5 * second);
  expect(spans.map(({ kind, who, endUs }) => ({ kind, replica: who.replica, endUs }))).toEqual([
    { kind: 'producer', replica: 0, endUs: second },
    { kind: 'client', replica: 1, endUs: 3.5 * second },
    { kind: 'consumer', replica: 0, endUs: 2 * second },
  ]);
  book.sweep(6 * second);
  expect(spans.at(-1)).toMatchObject({ kind: 'consumer', endUs: 3.5 * second, parentId: 'e', follows: ['e'] });
  expect(spans[1]?.parentId).toBe(spans.at(-1)?.spanId);
});

test('what a stranger sent hangs below its own span', () => {
  const spans = spansOf([
    event('received', 'fresh', { ...callee, parentId: 'theirs' }),
    event('replied', 'fresh', callee),
  ]);
  expect(spans).toMatchObject([{ parentId: 'theirs', kind: 'server', follows: [] }]);
});

test('what a service had in hand when it died ends there', () => {
  const spans = spansOf([
    event('received', 'a', callee),
    { type: 'serviceChanged', seq: 9, atUs: 2 * second, state: 'down', service: 'orders' },
  ]);
  expect(spans).toMatchObject([{ error: 'The service went down.', endUs: 2 * second }]);
});

test('memory is bounded: what is open for the longest time is given up, and says so', () => {
  const spans: Span[] = [];
  const book = new SpanBook((span) => spans.push(span));
  for (let index = 0; index < 10_100; index += 1) book.add([event('called', `${index}`, caller)]);
  expect([book.size, spans.length]).toEqual([10_000, 100]);
  expect(spans[0]).toMatchObject({ spanId: '0', attributes: { 'patchbay.unfinished': true } });
  for (let index = 0; index < 1000; index += 1) book.add([event('retried', '10099', caller)]);
  book.sweep(700 * second);
  expect(book.size).toBe(0);
  expect(spans.at(-1)?.events).toHaveLength(128);
});

const folder = new URL('../../web/trace/recorded/', import.meta.url);
const recordings = readdirSync(folder).filter((file) => file.endsWith('.json'));

describe('a recorded trace', () => {
  test.each(recordings)('is the same tree of spans: %s', (file) => {
    const { events } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { events: TraceEvent[] };
    const hops = events.filter(isHopEvent);
    const spans = new Map(spansOf(events).map((span) => [span.spanId, span]));
    const called = hops.filter(({ type }) => type === 'called');
    const received = new Set(hops.flatMap((hop) => (hop.type === 'received' ? [handlingSpanId(hop.hopId, hop)] : [])));
    expect(spans.size).toBe(called.length + received.size);
    for (const { hopId, parentId, attempt, atUs } of called) {
      const span = spans.get(hopId);
      expect(span?.startUs).toBe(atUs);
      const above = span?.parentId === undefined ? undefined : spans.get(span.parentId);
      // Between a call and what caused it stands the span of whoever handled that.
      if (attempt === undefined) expect(above?.attributes['patchbay.hop']).toBe(parentId);
      else expect(above?.spanId).toBe(parentId);
      const failed = hops.find((hop) => hop.hopId === hopId && hop.type === 'failed' && 'wire' in hop);
      if (failed !== undefined) expect(span?.error).toBeDefined();
    }
    for (const id of received) expect(spans.get(spans.get(id)?.parentId ?? '')).toBeDefined();
  });
});
