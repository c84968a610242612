import { addTimes, quantileMs, type Times } from './histogram.ts';
import type { Gauges, Slot } from './metrics.ts';

/** Frames as whoever reads them keeps them: by second. */
export type Seconds = ReadonlyMap<number, Readonly<Record<string, Slot>>>;

export interface Summary extends Gauges {
  count: number;
  perSecond: number;
  /** 0 to 1. */
  errorShare: number;
  /** Undefined when nothing was timed. */
  p50Ms: number | undefined;
  p95Ms: number | undefined;
  p99Ms: number | undefined;
}

export const idle: Summary = {
  count: 0,
  perSecond: 0,
  errorShare: 0,
  p50Ms: undefined,
  p95Ms: undefined,
  p99Ms: undefined,
  inFlight: 0,
  queued: 0,
};

/** Seconds since 1970: `from` (inclusive) to `to` (exclusive). */
export interface Span {
  from: number;
  to: number;
}

/** Of these series together; what is in flight and queued as it stood at the end of the span. */
export function summarize(seconds: Seconds, keys: readonly string[], { from, to }: Span): Summary {
  let count = 0;
  let errors = 0;
  const times: Times = [];
  for (let second = from; second < to; second += 1) {
    const series = seconds.get(second);
    if (series === undefined) continue;
    for (const key of keys) {
      const slot = series[key];
      if (slot === undefined) continue;
      count += slot.count;
      errors += slot.errors;
      addTimes(times, slot.times);
    }
  }
  const gauges = keys.map((key) => gaugesBefore(seconds, key, to));
  return {
    count,
    perSecond: count / Math.max(1, to - from),
    // An event counts when it comes in, and may fail in a later second.
    errorShare: count === 0 ? 0 : Math.min(1, errors / count),
    p50Ms: quantileMs(times, 0.5),
    p95Ms: quantileMs(times, 0.95),
    p99Ms: quantileMs(times, 0.99),
    inFlight: sum(gauges.map(({ inFlight }) => inFlight)),
    queued: sum(gauges.map(({ queued }) => queued)),
  };
}

/** As they stood before this second: they stay as they are while nothing happens. */
function gaugesBefore(seconds: Seconds, key: string, before: number): Gauges {
  let newest = -Infinity;
  for (const [second, series] of seconds) {
    if (second < before && second > newest && series[key] !== undefined) newest = second;
  }
  const { inFlight = 0, queued = 0 } = seconds.get(newest)?.[key] ?? {};
  return { inFlight, queued };
}

/** One value per second, for a chart. */
export interface Course {
  seconds: number[];
  perSecond: number[];
  errorsPerSecond: number[];
  p50Ms: (number | null)[];
  p95Ms: (number | null)[];
  p99Ms: (number | null)[];
  /** Most at once within each second, of each series. */
  inFlight: number[];
  queued: number[];
}

/** Of these series together. */
export function courseOf(seconds: Seconds, keys: readonly string[], { from, to }: Span): Course {
  const course: Course = {
    seconds: [],
    perSecond: [],
    errorsPerSecond: [],
    p50Ms: [],
    p95Ms: [],
    p99Ms: [],
    inFlight: [],
    queued: [],
  };
  const gauges = new Map(keys.map((key) => [key, gaugesBefore(seconds, key, from)]));
  for (let second = from; second < to; second += 1) {
    const series = seconds.get(second) ?? {};
    const slots = keys.flatMap((key) => series[key] ?? []);
    const times: Times = [];
    for (const slot of slots) addTimes(times, slot.times);
    const most = keys.map((key) => mostOf(series[key], gauges.get(key)));
    course.seconds.push(second);
    course.perSecond.push(sum(slots.map(({ count }) => count)));
    course.errorsPerSecond.push(sum(slots.map(({ errors }) => errors)));
    course.p50Ms.push(quantileMs(times, 0.5) ?? null);
    course.p95Ms.push(quantileMs(times, 0.95) ?? null);
    course.p99Ms.push(quantileMs(times, 0.99) ?? null);
    course.inFlight.push(sum(most.map(({ inFlight }) => inFlight)));
    course.queued.push(sum(most.map(({ queued }) => queued)));
    for (const key of keys) gauges.set(key, series[key] ?? gauges.get(key) ?? none);
  }
  return course;
}

const none: Gauges = { inFlight: 0, queued: 0 };

/** The most within a second; where nothing happened, as it stood before. */
const mostOf = (slot: Slot | undefined, before: Gauges = none): Gauges =>
  slot === undefined ? before : { inFlight: slot.mostInFlight, queued: slot.mostQueued };

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
