import type { WireStatus } from '#shared/status.ts';

export type WireState = WireStatus['state'];

/** What each state means, for the trace. */
export const stateNotes: Record<WireState, string> = {
  idle: 'The client connects with its first message.',
  connected: 'The client is connected.',
  reconnecting: 'The connection is lost; the client tries again by itself.',
  disconnected: 'There is no connection; the next message tries to connect.',
  closed: 'The client is closed.',
};
