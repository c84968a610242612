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

/** Of one series: the seconds `from` (inclusive) to `to` (exclusive); what is in flight and queued as it stood at their end. */
export function summarize(seconds: Seconds, key: string, { from, to }: { from: number; to: number }): Summary {
  let count = 0;
  let errors = 0;
  const times: Times = [];
  for (let second = from; second < to; second += 1) {
    const slot = seconds.get(second)?.[key];
    if (slot === undefined) continue;
    count += slot.count;
    errors += slot.errors;
    addTimes(times, slot.times);
  }
  return {
    count,
    perSecond: count / Math.max(1, to - from),
    // An event counts when it comes in, and may fail in a later second.
    errorShare: count === 0 ? 0 : Math.min(1, errors / count),
    p50Ms: quantileMs(times, 0.5),
    p95Ms: quantileMs(times, 0.95),
    p99Ms: quantileMs(times, 0.99),
    ...gaugesAt(seconds, key, to),
  };
}

/** As they stood before this second: they stay as they are while nothing happens. */
function gaugesAt(seconds: Seconds, key: string, before: number): Gauges {
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
  /** Most at once within each second. */
  inFlight: number[];
  queued: number[];
}

export function courseOf(seconds: Seconds, key: string, { from, to }: { from: number; to: number }): Course {
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
  let gauges = gaugesAt(seconds, key, from);
  for (let second = from; second < to; second += 1) {
    const slot = seconds.get(second)?.[key];
    course.seconds.push(second);
    course.perSecond.push(slot?.count ?? 0);
    course.errorsPerSecond.push(slot?.errors ?? 0);
    course.p50Ms.push(quantileMs(slot?.times ?? [], 0.5) ?? null);
    course.p95Ms.push(quantileMs(slot?.times ?? [], 0.95) ?? null);
    course.p99Ms.push(quantileMs(slot?.times ?? [], 0.99) ?? null);
    course.inFlight.push(slot?.mostInFlight ?? gauges.inFlight);
    course.queued.push(slot?.mostQueued ?? gauges.queued);
    if (slot !== undefined) gauges = slot;
  }
  return course;
}
