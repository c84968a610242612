import { z } from 'zod';
import { patternSchema } from '../flow/pattern.ts';
import { faultMs } from './faultMs.ts';

/**
 * Message faults act on single messages, on a wire or at a listener: one request, one event, each value of a reply. A
 * link fault cannot do that: on a connection to a broker, which stays open, it hits everything or nothing.
 */
export const messageFaultSettings = {
  /** It never arrives. */
  drop: {},
  /** It arrives later; others may overtake it. */
  delay_message: { delayMs: faultMs, jitterMs: faultMs.default(0) },
  /** It arrives once more, or several times. */
  duplicate_message: { copies: z.number().int().min(1).max(10).default(1) },
  /** So many messages are gathered, for no longer than `withinMs`, and go on in another order. */
  reorder: { window: z.number().int().min(2).max(50).default(2), withinMs: faultMs.default(1000) },
  /** A breakpoint: it waits until somebody lets it go on, drops it, doubles it or changes what it carries. */
  hold: {},
  /** A request or event goes out under another pattern; replies have none. */
  wrong_pattern: { pattern: patternSchema },
} as const;
