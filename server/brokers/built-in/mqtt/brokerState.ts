import type { Interest } from './interest.ts';
import type { Limits } from './limits.ts';
import type { Message } from './message.ts';
import type { Retained } from './retained.ts';
import type { Sessions } from './sessions.ts';

/** What the requests work on. */
export interface BrokerState {
  readonly limits: Limits;
  readonly interest: Interest;
  readonly retained: Retained;
  readonly sessions: Sessions;
  /** Keeps it if it says so, and gives it to everybody who wants it. */
  publish(message: Message): void;
}
