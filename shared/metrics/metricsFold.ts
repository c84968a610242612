import { isHopEvent, type TraceEvent } from '../trace.ts';
import { addTime, boundsMs, bucketOf } from './histogram.ts';
import type { Gauges, MetricsAnswer, SeriesKey, Slot, Total } from './metrics.ts';
import { OpenWork } from './openWork.ts';

export interface MetricsLimits {
  /** How far back single seconds are kept. */
  maxSeconds: number;
  /** Of all seconds together: with very many busy series fewer seconds are kept. */
  maxSlots: number;
  /** Of what is no longer heard of, the oldest make room. */
  maxSeries: number;
}

const defaultLimits: MetricsLimits = { maxSeconds: 300, maxSlots: 60_000, maxSeries: 10_000 };

interface OpenFrame {
  version: number;
  series: Map<SeriesKey, Slot>;
}

/**
 * Folds what happens into numbers: the one place where a rate, a share of errors, a time or a queue comes from, for the page,
 * `/metrics` and a recording alike. No clock: the events say what time it is. Memory is bounded whatever comes in.
 *
 *   events ─▶ OpenWork ─▶ totals   since the beginning    ─▶ /metrics
 *                    └──▶ frames   second by second, 300  ─▶ read
 */
export class MetricsFold {
  readonly #limits: MetricsLimits;
  readonly #totals = new Map<SeriesKey, Total>();
  /** By second, in the order in which they began. */
  readonly #frames = new Map<number, OpenFrame>();
  readonly #open: OpenWork;
  #slots = 0;
  #firstSecond = 0;
  #version = 0;
  #missed = 0;

  constructor(limits: Partial<MetricsLimits> = {}) {
    this.#limits = { ...defaultLimits, ...limits };
    this.#open = new OpenWork({
      done: (key, { atUs, ms, failed }) => this.#done(key, atUs, { ms, failed }),
      failed: (key, atUs) => {
        this.#total(key).errors += 1;
        const slot = this.#slot(key, atUs);
        if (slot !== undefined) slot.errors += 1;
      },
      gauge: (key, atUs, change) => this.#gauge(key, atUs, change),
    });
  }

  get totals(): ReadonlyMap<SeriesKey, Total> {
    return this.#totals;
  }

  /** Events that were dropped before they got here. */
  get missed(): number {
    return this.#missed;
  }

  /** About how many seconds of single series are kept. */
  get slots(): number {
    return this.#slots;
  }

  add(events: readonly TraceEvent[], missed = 0): void {
    this.#version += 1;
    this.#missed += missed;
    for (const event of events) {
      if (isHopEvent(event)) this.#open.take(event);
      else this.#open.change(event);
    }
  }

  /** The seconds that have changed since the answer with version `after`; of 0, all that are kept. */
  read(after: number, nowUs: number): MetricsAnswer {
    const frames = [...this.#frames]
      .filter(([, { version }]) => version > after)
      .map(([second, { series }]) => ({ second, series: Object.fromEntries(series) }))
      .toSorted((a, b) => a.second - b.second);
    return { version: this.#version, nowUs, firstSecond: this.#firstSecond, frames, missed: this.#missed };
  }

  #done(key: SeriesKey, atUs: number, { ms, failed }: { ms: number | undefined; failed: boolean }): void {
    const bucket = ms === undefined ? undefined : bucketOf(ms);
    const total = this.#total(key);
    total.count += 1;
    if (failed) total.errors += 1;
    if (bucket !== undefined) {
      total.timed += 1;
      total.sumMs += ms ?? 0;
      total.buckets[bucket] = (total.buckets[bucket] ?? 0) + 1;
    }
    const slot = this.#slot(key, atUs);
    if (slot === undefined) return;
    slot.count += 1;
    if (failed) slot.errors += 1;
    if (bucket !== undefined) addTime(slot.times, bucket);
  }

  #gauge(key: SeriesKey, atUs: number, { inFlight = 0, queued = 0 }: Partial<Gauges>): void {
    // The slot first: it begins with how things stood before.
    const slot = this.#slot(key, atUs);
    const total = this.#total(key);
    // One that had to make room has forgotten what began before.
    total.inFlight = Math.max(0, total.inFlight + inFlight);
    total.queued = Math.max(0, total.queued + queued);
    if (slot === undefined) return;
    slot.inFlight = total.inFlight;
    slot.queued = total.queued;
    slot.mostInFlight = Math.max(slot.mostInFlight, total.inFlight);
    slot.mostQueued = Math.max(slot.mostQueued, total.queued);
  }

  #total(key: SeriesKey): Total {
    const known = this.#totals.get(key);
    if (known !== undefined) return known;
    const buckets = Array.from({ length: boundsMs.length + 1 }, () => 0);
    const total: Total = { count: 0, errors: 0, timed: 0, sumMs: 0, buckets, inFlight: 0, queued: 0 };
    this.#totals.set(key, total);
    if (this.#totals.size > this.#limits.maxSeries) {
      for (const oldest of this.#totals.keys()) {
        this.#totals.delete(oldest);
        break;
      }
    }
    return total;
  }

  /** Undefined for what is older than all that is kept. */
  #slot(key: SeriesKey, atUs: number): Slot | undefined {
    const second = Math.floor(atUs / 1e6);
    const frame = this.#frames.get(second) ?? this.#begin(second);
    if (frame === undefined) return undefined;
    frame.version = this.#version;
    const known = frame.series.get(key);
    if (known !== undefined) return known;
    const { inFlight, queued } = this.#total(key);
    const slot: Slot = {
      count: 0,
      errors: 0,
      times: [],
      inFlight,
      queued,
      mostInFlight: inFlight,
      mostQueued: queued,
    };
    frame.series.set(key, slot);
    this.#slots += 1;
    while (this.#slots > this.#limits.maxSlots && this.#frames.size > 1) this.#forgetOldest();
    return slot;
  }

  #begin(second: number): OpenFrame | undefined {
    if (second < this.#firstSecond) return undefined;
    const frame: OpenFrame = { version: this.#version, series: new Map() };
    this.#frames.set(second, frame);
    while (this.#frames.size > this.#limits.maxSeconds) this.#forgetOldest();
    return this.#frames.get(second);
  }

  #forgetOldest(): void {
    const oldest = Math.min(...this.#frames.keys());
    this.#slots -= this.#frames.get(oldest)?.series.size ?? 0;
    this.#frames.delete(oldest);
    this.#firstSecond = oldest + 1;
  }
}
