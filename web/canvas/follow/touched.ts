import type { Flow } from '#shared/flow/flow.ts';
import { own, wireEnd } from '#shared/flow/lookup.ts';
import type { HopView } from '../../trace/hopView.ts';
import { drivesLine, hearsLine, wireLine } from '../geometry/connections.ts';

/** A box as `service:orders`; lines have their own ids: `wire:orders`, `hears:redis:audit`, `drives:buyer`. */
export const boxKey = (kind: string, id: string): string => `${kind}:${id}`;

/** The boxes and lines at which these messages were. A box that a message was meant for and never left for is not among them. Pure. */
export function touchedBy(flow: Flow, hops: readonly HopView[]): ReadonlySet<string> {
  const touched = new Set<string>();
  for (const hop of hops) {
    if (hop.driver !== undefined) touched.add(boxKey('driver', hop.driver)).add(drivesLine(hop.driver));
    if (hop.fromService !== undefined) touched.add(boxKey('service', hop.fromService));
    if (hop.wire !== undefined) touchWire(touched, flow, hop);
    for (const { service, listener } of hop.deliveries) {
      touched.add(boxKey('service', service));
      const heard = own(own(flow.services, service)?.listeners ?? {}, listener ?? '');
      if (heard === undefined || !('broker' in heard)) continue;
      touched.add(boxKey('broker', heard.broker)).add(hearsLine(heard.broker, service));
    }
  }
  return touched;
}

function touchWire(touched: Set<string>, flow: Flow, { wire = '', events }: HopView): void {
  touched.add(wireLine(wire));
  const end = wireEnd(flow, own(flow.wires, wire)?.to ?? '');
  if (end !== undefined && events.some(({ type }) => type === 'sent')) touched.add(boxKey(end.kind, end.id));
}

export const sameIds = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((id) => b.has(id));
