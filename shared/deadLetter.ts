import type { Pattern } from './flow/pattern.ts';
import type { Json } from './json.ts';

/** A message whose call has failed for good, on a wire that keeps such messages. It belongs to the session. */
export interface DeadLetter {
  /** The hop of the call that failed. */
  id: string;
  traceId: string;
  /** When it failed, as an event's `atUs`. */
  atUs: number;
  wire: string;
  pattern: Pattern;
  kind: 'request' | 'event';
  data: Json;
  /** What the caller got. */
  error: Json;
  /** Sent again it carries the same key, so that a handler that did run does not run once more. */
  idempotencyKey?: string | undefined;
}

/** By wire; those without any are not there. */
export type DeadLetterCounts = Record<string, number>;
