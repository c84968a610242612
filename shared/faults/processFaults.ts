import { faultMs } from './faultMs.ts';

/** Process faults act on a service, or on a broker, as a whole: it ends, or it stands still. */
export const processFaultSettings = {
  /** As `kill -9` does it: every connection ends at once. Mended, it starts again. */
  kill: {},
  /** It finishes what it has begun, and ends. Mended, it starts again. */
  stop: {},
  /** As SIGSTOP does it: connections stay open, nothing is read or answered. Mended, it handles what has queued up. */
  pause: {},
  /** Killed, started again, killed again: down for so long, then up for so long. */
  flap: { downMs: faultMs.min(100), upMs: faultMs.min(100) },
} as const;
