import type { WireStatus } from '#shared/status.ts';

export type WireState = WireStatus['state'];

/** What a person must know first: a wire is as well as its worst client. */
export function worstState(states: readonly WireState[]): WireState {
  const order: readonly WireState[] = ['disconnected', 'reconnecting', 'connected', 'idle', 'closed'];
  return order.find((state) => states.includes(state)) ?? 'idle';
}

/** What each state means, for the trace. */
export const stateNotes: Record<WireState, string> = {
  idle: 'The client connects with its first message.',
  connected: 'The client is connected.',
  reconnecting: 'The connection is lost; the client tries again by itself.',
  disconnected: 'There is no connection; the next message tries to connect.',
  closed: 'The client is closed.',
};
