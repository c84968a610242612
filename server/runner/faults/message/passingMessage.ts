import type { Pattern } from '#shared/flow/pattern.ts';
import type { Json } from '#shared/json.ts';
import type { HopContext } from '../../trace/context.ts';

/** What a fault has made of a message. */
export interface MessageChange {
  pattern?: Pattern | undefined;
  /** In place of its payload; of a failed reply that is the error. */
  payload?: { value: Json } | undefined;
}

/** A message on its way. */
export interface PassingMessage {
  hop: HopContext;
  /** What `match` may name, beside `meta` and `pattern`: `data`, or `error` of a failed reply. */
  scope: Record<string, unknown>;
  /** Gives it on, changed or as it is. May be called again: then it arrives again. */
  go(change?: MessageChange): void;
  /** What it travels on has ended while it was held: it never arrives. */
  lose(): void;
}
