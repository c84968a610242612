/** Time as the proxy sees it, so that a test can turn the hands itself. */
export interface Clock {
  /** milliseconds, never going back */
  now(): number;
  /** Calls `act` once, after so many milliseconds. @returns how to call it off */
  after(ms: number, act: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, act) => {
    // Timers count whole milliseconds; rounded down, one would wake before its bytes are due.
    const timer = setTimeout(act, Math.ceil(ms));
    return () => clearTimeout(timer);
  },
};
