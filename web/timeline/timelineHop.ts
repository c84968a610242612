import type { Flow } from '#shared/flow/flow.ts';
import { directListener, own, wireEnd } from '#shared/flow/lookup.ts';
import { hopBroker, hopNote, hopTo, shortPattern } from '../trace/hopText.ts';
import type { HopView } from '../trace/hopView.ts';
import { isCallOfAttempts } from '../trace/sequence/arrows.ts';
import { transportLooks } from '../transports/index.ts';
import type { TimelineHop } from './rows.ts';
import { segmentsOf } from './segments.ts';

/** A message as the waterfall shows it; `attempts` are its tries, where those are messages of their own. */
export function timelineHop(flow: Flow, hop: HopView, attempts: readonly HopView[] = []): TimelineHop {
  const isEvent = hop.kind === 'event';
  const broker = hopBroker(flow, hop);
  const tries = (hop.attempt ?? 1) > 1 ? ` · try ${hop.attempt}` : '';
  const isCall = isCallOfAttempts(hop);
  const endUs = isEvent ? hop.lastUs : hop.endedUs;
  const goesOn = hop.orphaned || hop.state === 'timedOut' || hop.state === 'cancelled';
  return {
    hopId: hop.hopId,
    parentId: hop.parentId,
    label: `${shortPattern(hop.pattern)}${tries}`,
    place: isEvent && broker !== undefined ? `→ ${broker}` : hopTo(flow, hop),
    kind: hop.kind,
    color: colorOf(flow, hop),
    startUs: hop.startedUs,
    // Nobody waits for an event: it lasts as long as anybody works on it.
    endUs,
    lateUntilUs: goesOn && hop.endedUs !== undefined ? hop.lastUs : undefined,
    state: stateOf(hop),
    note: hopNote(hop),
    segmentsUntil: (nowUs) =>
      segmentsOf(hop, Math.max(endUs ?? nowUs, goesOn ? hop.lastUs : 0), isCall ? attempts : []),
    gaveUp: hop.state === 'timedOut' || hop.events.some(({ type }) => type === 'timedOut'),
    cancelled: hop.state === 'cancelled',
  };
}

function stateOf(hop: HopView): TimelineHop['state'] {
  switch (hop.state) {
    case 'failed':
    case 'timedOut':
      return 'failed';
    case 'pending':
      return hop.kind === 'event' ? 'ok' : 'pending';
    case 'lost':
      return 'lost';
    case 'cancelled':
    case 'ok':
      return 'ok';
  }
}

function colorOf(flow: Flow, hop: HopView): string {
  if (hop.kind === 'http') return transportLooks.http.color;
  const end = wireEnd(flow, own(flow.wires, hop.wire ?? '')?.to ?? '');
  if (end?.kind === 'broker') {
    const { color } = transportLooks[end.broker.transport];
    // Redis is red everywhere else, but a red bar is an error here.
    return color === 'red' ? 'pink' : color;
  }
  const direct = end?.kind === 'service' ? directListener(end.service) : undefined;
  return transportLooks[direct?.transport ?? 'tcp'].color;
}

/** The messages of a trace as the waterfall shows them. */
export function timelineHops(flow: Flow, hops: readonly HopView[]): TimelineHop[] {
  const below = new Map<string, HopView[]>();
  for (const hop of hops)
    if (hop.parentId !== undefined) below.set(hop.parentId, [...(below.get(hop.parentId) ?? []), hop]);
  return hops.map((hop) => timelineHop(flow, hop, below.get(hop.hopId) ?? []));
}
