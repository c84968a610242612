import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pattern } from '#shared/flow/pattern.ts';
import type { EventPlace, MessageKind } from '#shared/trace.ts';

/** The message that the running code is handling, or sending. A `send` inside a handler finds its parent here. */
export interface HopContext {
  traceId: string;
  hopId: string;
  parentId?: string | undefined;
  pattern: Pattern;
  kind: MessageKind;
  place: EventPlace;
  attempt?: number | undefined;
  /** Ids of the faults that acted on this hop: everything it causes carries them. */
  faults?: string[] | undefined;
}

export const hopContext = new AsyncLocalStorage<HopContext>();
