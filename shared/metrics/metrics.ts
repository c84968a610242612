import type { Times } from './histogram.ts';

/**
 * The numbers of a session. A series is one thing that is measured: `service:orders`, `handler:orders.create`,
 * `wire:orders`, `driver:buyer`. Services and handlers count what they were given, wires and drivers what they asked for:
 *
 *   series             counts              when           fails with                 time
 *   service, handler   requests, http      it replied     an error, status ≥ 400     received → replied
 *                      events              it came in     a handler that threw       none: an event has no end
 *   wire, driver       calls, not their    the caller     what the caller got,       called → the caller's end
 *                      attempts            was done       a lost event
 */
export type SeriesKey = `${'service' | 'handler' | 'wire' | 'driver'}:${string}`;

export const serviceKey = (service: string): SeriesKey => `service:${service}`;
export const handlerKey = (service: string, handler: string): SeriesKey => `handler:${service}.${handler}`;
export const wireKey = (wire: string): SeriesKey => `wire:${wire}`;
export const driverKey = (driver: string): SeriesKey => `driver:${driver}`;

/** What can be told of a moment, and not only of a span. */
export interface Gauges {
  /** Begun and not yet answered: requests of a service or handler, calls of a wire or driver. */
  inFlight: number;
  /** A service: has come in, its handler has not begun. A wire: has been asked, the message has not left. */
  queued: number;
}

/** One series within one second. */
export interface Slot extends Gauges {
  count: number;
  errors: number;
  times: Times;
  /** Most at once within the second; `inFlight` and `queued` hold at its end. */
  mostInFlight: number;
  mostQueued: number;
}

/** One second of all series in which something happened. What is not named counted nothing and kept its gauges. */
export interface Frame {
  /** Seconds since 1970. */
  second: number;
  series: Record<string, Slot>;
}

/** Since the session began. Exact: nothing that reached the server is left out. */
export interface Total extends Gauges {
  count: number;
  errors: number;
  /** Of those that have a time: how many, and their sum. */
  timed: number;
  sumMs: number;
  /** One per bucket and one for what is longer, see `boundsMs`. */
  buckets: number[];
}

/** `readMetrics`: the seconds that have changed since an earlier answer. */
export interface MetricsAnswer {
  /** To ask with the next time. */
  version: number;
  /** The server's clock, in microseconds since 1970. */
  nowUs: number;
  /** Seconds before this one are no longer kept. */
  firstSecond: number;
  frames: Frame[];
  /** Events that no counter saw, as the runner had to drop them. */
  missed: number;
}
