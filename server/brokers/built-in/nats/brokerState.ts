import type { Interest } from './interest.ts';
import type { Limits } from './limits.ts';

/** What the requests work on. */
export interface BrokerState {
  readonly limits: Limits;
  readonly interest: Interest;
  /** The `INFO` line of this client. */
  info(clientId: number): string;
}
