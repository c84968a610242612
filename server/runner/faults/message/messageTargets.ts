import type { ResolvedTarget } from '#shared/faults/resolveTarget.ts';
import type { WirePlace } from '../../wire/liveWire.ts';

/**
 * Which message faults act where. Unlike bytes, of which some pass a link and no listener, every message passes both its
 * wire and its listener: each fault acts on one side of it, so that it hits a message once.
 */

/** On the caller's side: faults on the wire, or on the broker that it leads to. */
export function actsOnMessagesOfWire(on: ResolvedTarget, { wire, replica, target }: Omit<WirePlace, 'peer'>): boolean {
  if (on.on === 'wire') return on.wire === wire && (on.replica === undefined || on.replica === replica);
  return on.on === 'broker' && 'broker' in target && target.broker === on.broker;
}

export interface MessageListenerPlace {
  service: string;
  replica: number;
  listener: string;
}

/** On the callee's side: faults on the listener, on its service, or on a handler of it. */
export function actsOnMessagesAt(on: ResolvedTarget, { service, replica, listener }: MessageListenerPlace): boolean {
  if (on.on !== 'service' && on.on !== 'listener' && on.on !== 'handler') return false;
  if (on.service !== service || (on.on === 'listener' && on.listener !== listener)) return false;
  return on.replica === undefined || on.replica === replica;
}
