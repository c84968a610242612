import type { Flow } from '#shared/flow/flow.ts';
import { listeningOn, registeredWith, wireEnd } from '#shared/flow/lookup.ts';

/** What is drawn as a line: wires, and what follows from the drawing: who hears a broker, whom a driver asks, who registers where. */
export interface Connection {
  /** `wire:orders`, `hears:redis:audit`, `drives:buyer`, `registers:orders:names`. */
  id: string;
  kind: 'wire' | 'hears' | 'drives' | 'registers';
  from: string;
  to: string;
  wire?: string | undefined;
  /** Events are dashed, requests solid. */
  dashed: boolean;
}

export const wireLine = (wire: string): string => `wire:${wire}`;
export const hearsLine = (broker: string, service: string): string => `hears:${broker}:${service}`;
/** Messages that somebody outside of the drawing sends straight to a service. No line is drawn for them. */
export const outsideLine = (service: string): string => `outside:${service}`;
export const drivesLine = (driver: string): string => `drives:${driver}`;

/** Asked for anew with every frame of a drag, while the flow stays the same object. */
const known = new WeakMap<Flow, readonly Connection[]>();

/** Every line of a flow whose two ends are drawn. */
export function connectionsOf(flow: Flow): readonly Connection[] {
  const before = known.get(flow);
  if (before !== undefined) return before;
  const connections = findConnections(flow);
  known.set(flow, connections);
  return connections;
}

function findConnections(flow: Flow): Connection[] {
  const wires = Object.entries(flow.wires).flatMap(([wire, { from, to }]): Connection[] => {
    const end = wireEnd(flow, to);
    if (end === undefined || !Object.hasOwn(flow.services, from)) return [];
    return [{ id: wireLine(wire), kind: 'wire', from, to, wire, dashed: end.kind === 'broker' }];
  });
  const hears = Object.keys(flow.brokers).flatMap((broker) =>
    listeningOn(flow, broker).map((service): Connection => ({
      id: hearsLine(broker, service),
      kind: 'hears',
      from: broker,
      to: service,
      dashed: true,
    })),
  );
  const drives = Object.entries(flow.drivers).flatMap(([driver, { to }]): Connection[] =>
    Object.hasOwn(flow.services, to)
      ? [{ id: drivesLine(driver), kind: 'drives', from: driver, to, dashed: false }]
      : [],
  );
  const registers = Object.keys(flow.registries ?? {}).flatMap((registry) =>
    registeredWith(flow, registry).map((service): Connection => ({
      id: `registers:${service}:${registry}`,
      kind: 'registers',
      from: service,
      to: registry,
      dashed: true,
    })),
  );
  return [...wires, ...hears, ...drives, ...registers];
}
