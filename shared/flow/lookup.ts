import type { Broker, External, Flow, Handler, Part, Service } from './flow.ts';

/** Reads a record by an id that came from outside, without finding what every object inherits. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** The items of one part of a Flow; a part that was left out has none. */
export function itemsOf<P extends Part>(flow: Flow, part: P): NonNullable<Flow[P]> {
  return flow[part] ?? {};
}

/** What a wire leads to. */
export type WireEnd =
  | { kind: 'service'; id: string; service: Service }
  | { kind: 'broker'; id: string; broker: Broker }
  | { kind: 'external'; id: string; external: External };

/** Looks up the far end of a wire; undefined when nothing of that id is drawn. */
export function wireEnd(flow: Flow, to: string): WireEnd | undefined {
  const service = own(flow.services, to);
  if (service !== undefined) return { kind: 'service', id: to, service };
  const broker = own(flow.brokers, to);
  if (broker !== undefined) return { kind: 'broker', id: to, broker };
  const external = own(flow.externals, to);
  if (external !== undefined) return { kind: 'external', id: to, external };
  return undefined;
}

/** The name of what a wire leads to; undefined when nothing of that id is drawn. */
export function endName(flow: Flow, to: string): string | undefined {
  return (own(flow.services, to) ?? own(flow.brokers, to) ?? own(flow.externals, to))?.name;
}

/** How a wire that leads straight to a service reaches it: by the first of its listeners that needs no broker. */
export function directListener({
  listeners,
}: Pick<Service, 'listeners'>): { id: string; transport: 'tcp' | 'grpc'; registry?: string | undefined } | undefined {
  for (const [id, listener] of Object.entries(listeners)) {
    const { transport } = listener;
    if (transport !== 'tcp' && transport !== 'grpc') continue;
    const { registry } = listener;
    return registry === undefined ? { id, transport } : { id, transport, registry };
  }
  return undefined;
}

/** The services that register with this registry. */
export function registeredWith(flow: Flow, registry: string): string[] {
  return Object.entries(flow.services)
    .filter(([, service]) =>
      Object.values(service.listeners).some((listener) => 'registry' in listener && listener.registry === registry),
    )
    .map(([id]) => id);
}

export interface HandlerAddress {
  service: string;
  handler: string;
}

/** The handlers a message on a wire can reach: those of the service, or of every service that listens on the broker. */
export function reachableHandlers(flow: Flow, to: string): (HandlerAddress & { on: Handler['on'] })[] {
  const end = wireEnd(flow, to);
  if (end === undefined || end.kind === 'external') return [];
  const services = end.kind === 'service' ? [end.id] : listeningOn(flow, end.id);
  return services.flatMap((id) =>
    Object.entries(own(flow.services, id)?.handlers ?? {}).map(([handler, { on }]) => ({ service: id, handler, on })),
  );
}

/** The services with a listener on this broker. */
export function listeningOn(flow: Flow, broker: string): string[] {
  return Object.entries(flow.services)
    .filter(([, service]) =>
      Object.values(service.listeners).some((listener) => 'broker' in listener && listener.broker === broker),
    )
    .map(([id]) => id);
}
