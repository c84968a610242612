import type { HopEvent } from '#shared/trace.ts';
import type { HopView } from '../trace/hopView.ts';

/**
 * Where the time of one message went:
 *
 *   called    sent     received          replied    answered
 *     ├ client ┼─ wire ───┼──── handler ─────┼─ wire ───┤
 */
export type SegmentKind =
  /** Still in the client: a queue, a connection that is made, a bulkhead. */
  | 'client'
  /** On its way, or its reply. */
  | 'wire'
  /** A handler works on it. */
  | 'handler'
  /** A call of several tries: one of them is under way. */
  | 'try'
  /** A call of several tries: the back-off before the next one. */
  | 'backOff'
  /** A breakpoint holds it. */
  | 'held'
  /** Nobody has it, and its caller waits all the same. */
  | 'nobody';

export interface Segment {
  kind: SegmentKind;
  fromUs: number;
  toUs: number;
}

export const segmentWords: Record<SegmentKind, string> = {
  client: 'in the client',
  wire: 'on the wire',
  handler: 'in the handler',
  try: 'tries',
  backOff: 'back-off',
  held: 'held',
  nobody: 'waiting for nobody',
};

/** Without gaps from the message's first moment to `endUs`. `tries` are the attempts of a call, which are messages of their own. */
export function segmentsOf(hop: HopView, endUs: number, tries: readonly HopView[]): Segment[] {
  const segments: Segment[] = [];
  let kind: SegmentKind = firstKind(tries);
  let fromUs = hop.startedUs;
  let before: SegmentKind = kind;
  const change = (to: SegmentKind, atUs: number): void => {
    const us = Math.min(Math.max(atUs, fromUs), endUs);
    if (us > fromUs && to !== kind) {
      segments.push({ kind, fromUs, toUs: us });
      fromUs = us;
    }
    kind = to;
  };
  for (const event of [...hop.events].sort((a, b) => a.atUs - b.atUs || a.seq - b.seq)) {
    if (event.type === 'held') {
      before = kind;
      change('held', event.atUs);
    } else if (event.type === 'released') change(kind === 'held' ? before : kind, event.atUs);
    else if (event.type === 'retried') {
      change('backOff', event.atUs);
      const next = tries.find(({ attempt }) => attempt === event.attempt);
      change('try', next?.startedUs ?? event.atUs + (event.delayMs ?? 0) * 1000);
    } else change(nextKind(kind, event, tries.length > 0), event.atUs);
  }
  if (endUs > fromUs) segments.push({ kind, fromUs, toUs: endUs });
  return segments;
}

const firstKind = (tries: readonly HopView[]): SegmentKind => (tries.length > 0 ? 'try' : 'client');

/** What is told late (that it was sent, when it has been received already) leads nowhere back. */
function nextKind(kind: SegmentKind, { type, last }: HopEvent, hasTries: boolean): SegmentKind {
  if (hasTries) return kind;
  if (type === 'sent') return kind === 'client' ? 'wire' : kind;
  if (type === 'received' || type === 'started') return 'handler';
  if (type === 'replied' && last !== false) return 'wire';
  return type === 'lost' ? 'nobody' : kind;
}

/** How long each kind took, in ms, longest first. */
export function spentOn(segments: readonly Segment[]): { kind: SegmentKind; ms: number }[] {
  const spent = new Map<SegmentKind, number>();
  for (const { kind, fromUs, toUs } of segments) spent.set(kind, (spent.get(kind) ?? 0) + (toUs - fromUs) / 1000);
  return [...spent].map(([kind, ms]) => ({ kind, ms })).sort((a, b) => b.ms - a.ms);
}
