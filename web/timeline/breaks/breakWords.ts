import type { Flow } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import type { EventPlace } from '#shared/trace.ts';
import { targetName } from '../../chaos/targetName.ts';
import { faultBadge, lookOf } from '../../faults/faultBadge.ts';
import type { Selectable } from '../../flow/selectionStore.ts';
import type { Break } from '../../trace/breaks.ts';
import { durationText } from '../../ui/durationText.ts';

/** A break in words: what, where, and when on the axis of the trace. */

/** On the bar itself: `+900 ms PAYMENTS`, `down orders`. */
export function shortWords(flow: Flow, it: Break): string {
  return `${it.fault === undefined ? 'down' : faultBadge(it.fault)} ${whereIsBroken(flow, it)}`;
}

/** `Latency +900 ms on PAYMENTS`, `orders was down`. */
export function whatWasBroken(flow: Flow, it: Break): string {
  const where = whereIsBroken(flow, it);
  if (it.fault === undefined) return `${where} was down`;
  const { label } = lookOf(it.fault.kind);
  const badge = faultBadge(it.fault);
  const what = badge.toLowerCase().startsWith(label.toLowerCase()) ? badge : `${label} ${badge}`;
  return `${what} on ${where}`;
}

/** `PAYMENTS`, `orders · replica 2`. */
function whereIsBroken(flow: Flow, { fault, place }: Break): string {
  if (fault !== undefined && itemOf(flow, place) !== undefined) return targetName(flow, fault);
  const { wire, broker, service, handler, replica } = place;
  if (wire !== undefined) return own(flow.wires, wire)?.name ?? wire;
  if (broker !== undefined) return own(flow.brokers, broker)?.name ?? broker;
  if (service === undefined) return handler ?? 'something that is gone';
  const drawn = own(flow.services, service);
  const name = [drawn?.name ?? service, handler].filter((part) => part !== undefined).join(' ');
  return replica === undefined || (drawn?.replicas ?? 1) === 1 ? name : `${name} · replica ${replica + 1}`;
}

/** `from −1.2 s until 300 ms, then mended`: both as the axis counts, from the beginning of the trace. */
export function whenWasBroken({ startUs, endUs, end, by }: Break, zeroUs: number): string {
  const at = (us: number): string => `${us < zeroUs ? '−' : ''}${durationText(Math.abs(us - zeroUs) / 1000)}`;
  const from = startUs === undefined ? 'from before what is known' : `from ${at(startUs)}`;
  const how = { mended: 'then mended', ended: 'then over by itself', up: 'then up again' };
  const until = endUs === undefined ? 'and still' : `until ${at(endUs)}${end === undefined ? '' : `, ${how[end]}`}`;
  const whose = by === undefined ? '' : ', by the monkey';
  return `${from} ${until}${whose}`;
}

/** What a click selects; undefined when it is not drawn any more. A listener is part of its service. */
export function itemOf(flow: Flow, { wire, broker, service, handler }: EventPlace): Selectable | undefined {
  if (wire !== undefined) return own(flow.wires, wire) && { kind: 'wire', id: wire };
  if (broker !== undefined) return own(flow.brokers, broker) && { kind: 'broker', id: broker };
  const drawn = service === undefined ? undefined : own(flow.services, service);
  if (service === undefined || drawn === undefined) return undefined;
  if (handler === undefined) return { kind: 'service', id: service };
  return own(drawn.handlers, handler) && { kind: 'handler', id: handler, service };
}
