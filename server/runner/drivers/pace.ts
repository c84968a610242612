/** How many requests are due, of a driver that sends steadily. Pure: time is handed in. */
export interface Pace {
  startedAtMs: number;
  perSecond: number;
  /** Requests that were sent or passed over so far. */
  done: number;
}

/** How often to look: each request in its own turn, but never more often than every 10 ms. */
export const tickMs = (perSecond: number): number => Math.max(10, 1000 / perSecond);

/**
 * Counts from the start, so that late timers do not make the rate drift. After a pause of the process what was missed is
 * passed over: at most a tenth of a second's worth leaves at once.
 */
export function due(pace: Pace, nowMs: number): { send: number; done: number } {
  const wanted = Math.floor(((nowMs - pace.startedAtMs) * pace.perSecond) / 1000);
  const missed = Math.max(0, wanted - pace.done);
  return { send: Math.min(missed, Math.max(1, Math.ceil(pace.perSecond / 10))), done: Math.max(wanted, pace.done) };
}
