import { z } from 'zod';
import { faultMs } from './faultMs.ts';

/** Link faults act on the bytes of a connection. They keep Toxiproxy's words and meaning. */
export const linkFaultSettings = {
  /** Delays every byte; order is kept. */
  latency: { latencyMs: faultMs, jitterMs: faultMs.default(0) },
  /** No more than this much passes per second; 1 kB is 1000 bytes. */
  bandwidth: { kbPerSecond: z.number().min(1).max(1_000_000) },
  /** An orderly close of one side reaches the other one so much later. */
  slow_close: { delayMs: faultMs },
  /** Nothing passes; the connection closes after `closeAfterMs`, never when that is 0 (a black hole). */
  timeout: { closeAfterMs: faultMs.default(0) },
  /** The connection is reset `afterMs` after the fault or the connection began. */
  reset_peer: { afterMs: faultMs.default(0) },
  /** Bytes come in pieces of about this size, `delayMs` apart. */
  slicer: {
    averageBytes: z.number().int().min(1).max(1_000_000),
    /** A piece is at most so much smaller or larger. */
    variationBytes: z.number().int().min(0).max(1_000_000).default(0),
    delayMs: faultMs.default(0),
  },
  /** The connection closes after so many bytes, counted from when the fault or the connection began. */
  limit_data: { bytes: z.number().int().min(0).max(1_000_000_000) },
  /** Bits of each piece of data are turned over; which ones is left to chance. Not one of Toxiproxy's. */
  corrupt: { bits: z.number().int().min(1).max(64).default(1) },
  /** Nobody listens: open connections are reset, new ones refused. */
  down: {},
} as const;
