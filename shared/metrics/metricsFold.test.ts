import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isHopEvent, type HopEvent, type HopEventType, type TraceEvent } from '../trace.ts';
import { bucketOf } from './histogram.ts';
import type { Slot } from './metrics.ts';
import { MetricsFold } from './metricsFold.ts';
import { courseOf, summarize, type Seconds } from './summary.ts';

let seq = 0;
const second = 1_000_000;
function event(type: HopEventType, hopId: string, more: Partial<HopEvent> = {}): HopEvent {
  seq += 1;
  return { seq, atUs: second, type, traceId: 't', hopId, pattern: 'p', kind: 'request', ...more };
}
const at = { service: 's', replica: 0, handler: 'h' };

/** One request that the service answered after so many milliseconds, in the second before 2. */
const answered = (hopId: string, ms: number, more: Partial<HopEvent> = {}): HopEvent[] => [
  event('received', hopId, { ...at, atUs: second }),
  event('started', hopId, { ...at, atUs: second }),
  event('replied', hopId, { ...at, atUs: second + ms * 1000, last: true, ...more }),
];

function secondsOf(fold: MetricsFold): Seconds {
  return new Map(fold.read(0, 0).frames.map((frame) => [frame.second, frame.series]));
}
const summaryOf = (fold: MetricsFold, key: string, from = 0): ReturnType<typeof summarize> =>
  summarize(secondsOf(fold), [key], { from, to: 10 });

test('a service has a rate, times and a share of errors', () => {
  const fold = new MetricsFold();
  for (let index = 0; index < 19; index += 1) fold.add(answered(`a${index}`, 10));
  fold.add(answered('b', 500, { error: 'no' }));
  const summary = summaryOf(fold, 'service:s');
  expect(summary).toMatchObject({ count: 20, perSecond: 2, errorShare: 0.05, inFlight: 0, queued: 0 });
  expect(summary.p95Ms).toBeLessThanOrEqual(10);
  expect(summary.p99Ms).toBeGreaterThan(400);
  expect(summaryOf(fold, 'handler:s.h')).toEqual(summary);
  expect(summaryOf(fold, 'service:s', 3).count).toBe(0);
});

test('a status of 400 and more is an error', () => {
  const fold = new MetricsFold();
  fold.add([...answered('a', 1, { status: 404 }), ...answered('b', 1, { status: 201 })]);
  expect(summaryOf(fold, 'service:s').errorShare).toBe(0.5);
});

test('an event counts when it comes in, and fails when its handler throws', () => {
  const fold = new MetricsFold();
  const of = { ...at, kind: 'event' } as const;
  fold.add([event('received', 'a', of), event('received', 'b', of), event('started', 'b', of)]);
  expect(summaryOf(fold, 'service:s')).toMatchObject({ count: 2, errorShare: 0, p95Ms: undefined, queued: 1 });
  fold.add([event('started', 'a', of), event('threw', 'a', of)]);
  expect(summaryOf(fold, 'service:s')).toMatchObject({ count: 2, errorShare: 0.5, queued: 0 });
});

test('a call counts once on its wire, however many attempts it took, and waits until it has left', () => {
  const fold = new MetricsFold();
  const of = { wire: 'w', service: 's' };
  fold.add([
    event('called', 'call', { ...of, attempts: 2 }),
    event('called', '1', { ...of, attempt: 1 }),
    event('called', '2', { ...of, attempt: 2 }),
  ]);
  expect(summaryOf(fold, 'wire:w')).toMatchObject({ count: 0, inFlight: 1, queued: 2 });
  fold.add([event('sent', '1', of), event('failed', '1', { ...of, attempt: 1 }), event('sent', '2', of)]);
  expect(summaryOf(fold, 'wire:w')).toMatchObject({ count: 0, inFlight: 1, queued: 0 });
  fold.add([event('completed', '2', { ...of, attempt: 2 }), event('completed', 'call', { ...of, atUs: 3 * second })]);
  const summary = summaryOf(fold, 'wire:w');
  expect(summary).toMatchObject({ count: 1, errorShare: 0, inFlight: 0 });
  expect(bucketOf(summary.p50Ms ?? 0)).toBe(bucketOf(2000));
});

test('an event that nobody received is an error of its wire; who gave up is none', () => {
  const fold = new MetricsFold();
  const of = { wire: 'w', kind: 'event' } as const;
  fold.add([event('called', 'a', of), event('sent', 'a', of), event('lost', 'a', of), event('completed', 'a', of)]);
  fold.add([event('called', 'b', { wire: 'w' }), event('cancelled', 'b', { wire: 'w' })]);
  expect(summaryOf(fold, 'wire:w')).toMatchObject({ count: 1, errorShare: 1, inFlight: 0, queued: 0 });
});

test('what a dead service had in hand is in flight no more; what its callers wait for still is', () => {
  const fold = new MetricsFold();
  fold.add([
    event('called', 'a', { wire: 'w', service: 'caller' }),
    event('sent', 'a', { wire: 'w', service: 'caller' }),
    event('received', 'a', at),
    event('received', 'b', { ...at, replica: 1 }),
  ]);
  expect(summaryOf(fold, 'service:s')).toMatchObject({ inFlight: 2, queued: 2 });
  fold.add([{ type: 'serviceChanged', seq: 99, atUs: second, state: 'down', service: 's', replica: 0 }]);
  expect([summaryOf(fold, 'service:s').inFlight, summaryOf(fold, 'wire:w').inFlight]).toEqual([1, 1]);
});

test('a request over HTTP whose caller has left is in flight no more, and was answered to nobody', () => {
  const fold = new MetricsFold();
  const of = { ...at, kind: 'http' } as const;
  fold.add([event('received', 'a', of), event('started', 'a', of), event('cancelled', 'a', of)]);
  expect(summaryOf(fold, 'service:s')).toMatchObject({ count: 0, inFlight: 0, queued: 0 });
});

test('the same message twice is one piece of work, answered twice', () => {
  const fold = new MetricsFold();
  fold.add([event('received', 'a', at), event('received', 'a', at)]);
  expect(summaryOf(fold, 'service:s').inFlight).toBe(1);
  fold.add([event('replied', 'a', { ...at, last: true }), event('replied', 'a', { ...at, last: true })]);
  expect(summaryOf(fold, 'service:s')).toMatchObject({ count: 2, inFlight: 0 });
});

test('only what has changed since is read again, and whole', () => {
  const fold = new MetricsFold();
  fold.add(answered('a', 1));
  const first = fold.read(0, 5);
  expect(first.frames.map((frame) => frame.second)).toEqual([1]);
  expect(fold.read(first.version, 5).frames).toEqual([]);
  fold.add(
    [event('received', 'late', { ...at, atUs: 1_999_000 }), event('received', 'x', { ...at, atUs: 4_000_000 })],
    7,
  );
  const second_ = fold.read(first.version, 6);
  expect(second_).toMatchObject({ nowUs: 6, missed: 7, frames: [{ second: 1 }, { second: 4 }] });
  expect(second_.frames[0]?.series['service:s']).toMatchObject({ count: 1, inFlight: 1 } satisfies Partial<Slot>);
});

test('a chart has one value per second, and carries on what is in flight', () => {
  const fold = new MetricsFold();
  fold.add([...answered('a', 1), event('received', 'open', { ...at, atUs: second })]);
  const course = courseOf(secondsOf(fold), ['service:s'], { from: 0, to: 4 });
  expect(course).toMatchObject({ seconds: [0, 1, 2, 3], perSecond: [0, 1, 0, 0], inFlight: [0, 1, 1, 1] });
  expect(course.p50Ms.map((ms) => ms === null)).toEqual([true, false, true, true]);
});

test('several series together: counts and what is in flight add up', () => {
  const fold = new MetricsFold();
  const other = { ...at, service: 'other' };
  fold.add([...answered('a', 1), event('received', 'b', other), event('received', 'c', at)]);
  const both = ['service:s', 'service:other'];
  expect(summarize(secondsOf(fold), both, { from: 0, to: 2 })).toMatchObject({ count: 1, perSecond: 0.5, inFlight: 2 });
  expect(courseOf(secondsOf(fold), both, { from: 1, to: 3 })).toMatchObject({ perSecond: [1, 0], inFlight: [2, 2] });
});

test('memory is bounded: seconds, slots and series make room, totals stay exact', () => {
  const fold = new MetricsFold({ maxSeconds: 5, maxSlots: 12, maxSeries: 100 });
  for (let index = 0; index < 200; index += 1) {
    const atUs = index * second;
    const of = { service: `s${index % 5}`, replica: 0, atUs };
    fold.add([event('received', `h${index}`, of), event('replied', `h${index}`, { ...of, last: true })]);
  }
  expect(fold.slots).toBeLessThanOrEqual(12);
  expect(fold.read(0, 0)).toMatchObject({ firstSecond: 195, frames: { length: 5 } });
  expect([...fold.totals.values()].map(({ count }) => count)).toEqual([40, 40, 40, 40, 40]);
  fold.add([event('received', 'long ago', { ...at, atUs: second })]);
  expect(fold.read(0, 0).frames).toHaveLength(5);
  for (let index = 0; index < 500; index += 1) fold.add([event('received', 'x', { service: `n${index}` })]);
  expect(fold.totals.size).toBe(100);
});

const folder = new URL('../../web/trace/recorded/', import.meta.url);
const recordings = readdirSync(folder).filter((file) => file.endsWith('.json'));

test.each(recordings)('the numbers of a recorded trace are those counted by hand: %s', (file) => {
  const { events } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { events: TraceEvent[] };
  const fold = new MetricsFold();
  for (const one of events) fold.add([one]);
  const hops = events.filter(isHopEvent);
  for (const [key, total] of fold.totals) {
    const [kind, id = ''] = key.split(':');
    const [service, handler] = id.split('.');
    const isCaller = kind === 'wire' || kind === 'driver';
    const ends = hops.filter((hop) =>
      isCaller
        ? hop[kind] === id && hop.attempt === undefined && (hop.type === 'completed' || hop.type === 'failed')
        : hop.service === service &&
          (handler === undefined || hop.handler === handler) &&
          (hop.kind === 'event' ? hop.type === 'received' : hop.type === 'replied' && hop.last !== false),
    );
    expect([key, total.count]).toEqual([key, ends.length]);
    expect(total.buckets.reduce((sum, count) => sum + count, 0)).toBe(total.timed);
    expect(total.queued).toBeGreaterThanOrEqual(0);
  }
  const slots = fold.read(0, 0).frames.flatMap(({ series }) => Object.entries(series));
  for (const [key, total] of fold.totals) {
    const own = slots.flatMap(([name, slot]) => (name === key ? slot : []));
    expect(own.reduce((sum, { count }) => sum + count, 0)).toBe(total.count);
    expect(own.reduce((sum, { errors }) => sum + errors, 0)).toBe(total.errors);
  }
});
