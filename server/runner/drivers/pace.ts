import type { Driver } from '#shared/flow/flow.ts';

/** How many requests are due, of a driver that sends by itself. Pure: time is handed in. */
export interface Pace {
  startedAtMs: number;
  load: Pick<Driver, 'perSecond' | 'rampMs' | 'burst'>;
  /** Requests that were sent or passed over so far. */
  done: number;
}

/** How often to look: each request in its own turn, but never more often than every 10 ms. */
export const tickMs = (perSecond: number): number => Math.max(10, 1000 / perSecond);

/**
 * Counts from the start, so that late timers do not make the rate drift. After a pause of the process what was missed is
 * passed over: at most a tenth of a second's worth leaves at once, or one burst.
 */
export function due({ startedAtMs, load, done }: Pace, nowMs: number): { send: number; done: number } {
  const { perSecond, burst = 1 } = load;
  const wanted = Math.floor(wantedBy(load, nowMs - startedAtMs) / burst) * burst;
  const missed = Math.max(0, wanted - done);
  const atOnce = Math.max(burst, Math.ceil(perSecond / 10));
  return { send: Math.min(missed, atOnce), done: Math.max(wanted, done) };
}

/** The area below the rate: a slope up to `rampMs`, level from then on. */
function wantedBy({ perSecond, rampMs = 0 }: Pace['load'], ms: number): number {
  if (ms < rampMs) return (perSecond * ms * ms) / (2 * rampMs) / 1000;
  return (perSecond * (ms - rampMs / 2)) / 1000;
}
