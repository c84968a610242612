import type { WireMessages } from '../faults/message/wireMessages.ts';
import type { ClientTap } from '../trace/clientTap.ts';

/** What stands between a NestJS client and the packets it sends and gets. */
export interface ClientWatch {
  tap: ClientTap;
  messages: WireMessages;
}
