import { maxHeldPreview, type HeldCaller, type HeldContent, type HeldMessage } from '#shared/held.ts';
import type { HopContext } from '../../trace/context.ts';
import type { CallEnd, HopLedger } from '../../trace/hopLedger.ts';
import type { PassingMessage } from '../message/passingMessage.ts';

/** Where a message is held; one object as long as what the message travels on is there. */
export interface HeldLane {
  readonly leg: 'request' | 'reply';
}

/** One message that a breakpoint holds. */
export interface HeldEntry {
  id: string;
  fault: string;
  lane: HeldLane;
  message: PassingMessage;
  content: HeldContent;
  /** On the clock of `performance`, as the next one. */
  sinceMs: number;
  givesUpAtMs: number | undefined;
  caller: HeldCaller;
}

/** As it is told to others, `now` on the clock of `performance`. */
export function viewOf(entry: HeldEntry, now: number): HeldMessage {
  const { id, fault, lane, message, content, sinceMs, givesUpAtMs, caller } = entry;
  const { traceId, hopId, pattern, kind, attempt, place } = message.hop;
  const { service, replica, wire, listener, handler, broker, external } = place;
  return {
    id,
    fault,
    traceId,
    hopId,
    pattern,
    kind: kind === 'event' ? 'event' : 'request',
    leg: lane.leg,
    ...present({ attempt, service, replica, wire, listener, handler, broker, external }),
    heldMs: Math.round(now - sinceMs),
    caller,
    ...(caller === 'waits' && givesUpAtMs !== undefined ? { leftMs: Math.max(0, Math.round(givesUpAtMs - now)) } : {}),
    preview: JSON.stringify('error' in content ? content.error : content.data)?.slice(0, maxHeldPreview) ?? '',
    ...('error' in content ? { isError: true as const } : {}),
  };
}

export function callerNow(hop: HopContext, ledger: HopLedger): HeldCaller {
  if (hop.kind === 'event') return 'nobody';
  const { end } = ledger.callOf(hop);
  return end === undefined ? 'waits' : callerAfter(end);
}

export const callerAfter = (end: CallEnd): HeldCaller => (end === 'completed' ? 'answered' : 'gaveUp');

/** Without the fields that are undefined. */
function present<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
