import type { Edit } from '#shared/flow/edits.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { queueInto } from '#shared/flow/ledTo.ts';
import { directListener, own, wireEnd } from '#shared/flow/lookup.ts';
import { freeToken, tokenOf } from '#shared/flow/token.ts';
import { freshId } from '#shared/ids.ts';

/** What pulling a line from one box to another means, or why it means nothing. Ids are those of the flow. */
export type Connecting = { ok: true; edits: Edit[]; wire?: string } | { ok: false; why: string };

export function connect(flow: Flow, from: string, to: string): Connecting {
  if (from === to) return { ok: false, why: 'A service does not need a wire to itself.' };
  const broker = own(flow.brokers, from);
  if (broker !== undefined) return listen(flow, { broker: from, service: to });
  if (own(flow.drivers, from) !== undefined) return drive(flow, from, to);
  if (own(flow.registries ?? {}, from) !== undefined)
    return { ok: false, why: 'Services register: lead a line from a service to it.' };
  if (own(flow.services, from) === undefined) return { ok: false, why: 'A wire starts at a service.' };
  if (own(flow.registries ?? {}, to) !== undefined) return register(flow, from, to);
  const end = wireEnd(flow, to);
  if (end === undefined) return { ok: false, why: 'A wire leads to a service, a broker or an external.' };
  if (Object.values(flow.wires).some((wire) => wire.from === from && wire.to === to)) {
    return { ok: false, why: 'There is a wire already. It carries every message between the two.' };
  }
  const listeners = end.kind === 'service' ? Object.values(end.service.listeners) : [];
  if (end.kind === 'service' && directListener(end.service) === undefined) {
    const heard = listeners.flatMap((listener) => ('broker' in listener ? [listener.broker] : []))[0];
    if (heard !== undefined && own(flow.brokers, heard) !== undefined) return throughBroker(flow, from, { to, heard });
    return { ok: false, why: 'That service has only an http listener. Give it a tcp or grpc listener first.' };
  }
  const target =
    end.kind === 'service' ? end.service.name : end.kind === 'broker' ? end.broker.name : end.external.name;
  const wire = freshId('wire', flow.wires);
  const name = end.kind === 'broker' ? 'EVENTS' : tokenOf(target);
  const policies = end.kind === 'broker' ? {} : { policies: { timeout: { ms: 5000 } } };
  const value = { name: freeToken(flow, from, name), from, to, ...policies };
  return { ok: true, wire, edits: [{ edit: 'put', part: 'wires', id: wire, value }] };
}

/** To a service that listens on a broker: to that broker, and on a RabbitMQ into the queue of that service. */
function throughBroker(flow: Flow, from: string, { to, heard }: { to: string; heard: string }): Connecting {
  const connecting = connect(flow, from, heard);
  const queue = queueInto(flow, { to: heard, callee: to });
  if (!connecting.ok || connecting.wire === undefined || queue === undefined) return connecting;
  const named: Edit = { edit: 'set', part: 'wires', id: connecting.wire, field: 'queue', value: queue };
  return { ...connecting, edits: [...connecting.edits, named] };
}

/** From a broker to a service: the service listens there. */
function listen(flow: Flow, { broker, service: id }: { broker: string; service: string }): Connecting {
  const service = own(flow.services, id);
  if (service === undefined) return { ok: false, why: 'Only a service can listen on a broker.' };
  const { transport } = flow.brokers[broker] ?? { transport: 'redis' as const };
  if (Object.values(service.listeners).some((listener) => 'broker' in listener && listener.broker === broker)) {
    return { ok: false, why: `${service.name} listens on that broker already.` };
  }
  const listener = freshId(transport, service.listeners);
  return { ok: true, edits: [{ edit: 'putListener', service: id, id: listener, listener: { transport, broker } }] };
}

/** From a service to a registry: its replicas register there, by every listener whose wires could take turns. */
function register(flow: Flow, id: string, registry: string): Connecting {
  const service = own(flow.services, id);
  const direct = Object.entries(service?.listeners ?? {}).flatMap(([listenerId, listener]) =>
    listener.transport === 'tcp' || listener.transport === 'grpc' ? [[listenerId, listener] as const] : [],
  );
  if (direct.length === 0) {
    return { ok: false, why: 'Only who is reached by tcp or grpc registers: a broker shares out messages by itself.' };
  }
  const others = direct.filter(([, listener]) => listener.registry !== registry);
  if (others.length === 0) return { ok: false, why: `${service?.name} registers there already.` };
  return {
    ok: true,
    edits: others.map(([listenerId, listener]): Edit => ({
      edit: 'putListener',
      service: id,
      id: listenerId,
      listener: { ...listener, registry },
    })),
  };
}

/** From a driver to a service: that is whom it asks from now on. */
function drive(flow: Flow, driver: string, to: string): Connecting {
  const service = own(flow.services, to);
  if (service === undefined || !Object.values(service.listeners).some(({ transport }) => transport === 'http')) {
    return { ok: false, why: 'A driver sends HTTP requests: lead it to a service with an http listener.' };
  }
  return { ok: true, edits: [{ edit: 'set', part: 'drivers', id: driver, field: 'to', value: to }] };
}
