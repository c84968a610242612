import type { Broker, Flow, Service, Wire } from '#shared/flow/flow.ts';
import { directListener, own, wireEnd } from '#shared/flow/lookup.ts';
import { rmqRoute, type RmqRoute } from '#shared/flow/rmqRoute.ts';
import type { BrokerAddress, Plan } from '#shared/ipc.ts';
import { grpcContract, type GrpcContract } from '#shared/transports/grpcContract.ts';
import { problem, type Problem } from '#shared/problem.ts';
import { strongestQos, type QoS } from '#shared/transports/strongestQos.ts';
import { isAllowedHost } from './allowedHost.ts';

/** What a wire leads to, as data: when it changes, the wire is started anew. */
export type WireTarget =
  | { transport: 'tcp'; service: string; listener: string; registry?: string; tls?: 'trusted' | 'untrusted' }
  | { transport: 'grpc'; service: string; listener: string; contract: GrpcContract; registry?: string }
  | { transport: 'tcp'; external: string; host: string; port: number }
  | { transport: Exclude<Broker['transport'], 'rmq'>; broker: string; address: BrokerAddress; qos?: QoS }
  | { transport: 'rmq'; broker: string; address: BrokerAddress; route: RmqRoute };

export type ResolvedWire = { ok: true; target: WireTarget } | { ok: false; problem: Problem };

/** What a wire needs to know of the plan. */
export type Surroundings = Pick<Plan, 'flow' | 'brokers' | 'allowedHosts'>;

/** Finds the target of a wire, or why it has none. Pure. */
export function resolveWire(id: string, wire: Wire, { flow, brokers, allowedHosts }: Surroundings): ResolvedWire {
  const at = `wires.${id}.to`;
  if (own(flow.services, wire.from) === undefined) {
    return refuse(
      'danglingWire',
      `Wire "${wire.name}" does not start at a service. Start it at one.`,
      `wires.${id}.from`,
    );
  }
  const end = wireEnd(flow, wire.to);
  if (end === undefined) {
    return refuse(
      'danglingWire',
      `Wire "${wire.name}" leads to "${wire.to}", which does not exist. Lead it elsewhere.`,
      at,
    );
  }
  switch (end.kind) {
    case 'service': {
      const listener = directListener(end.service);
      const registry = registryOf(flow, listener);
      if (listener?.transport === 'tcp')
        return found({
          transport: 'tcp',
          service: end.id,
          listener: listener.id,
          ...registry,
          ...tlsOf(wire, end.service, listener.id),
        });
      if (listener?.transport === 'grpc') {
        const contract = grpcContract(end.service);
        return found({ transport: 'grpc', service: end.id, listener: listener.id, contract, ...registry });
      }
      const message = `"${end.service.name}" has no tcp or grpc listener for wire "${wire.name}". Give it one, or use its broker.`;
      return refuse('wireTransport', message, at);
    }
    case 'broker': {
      const address = own(brokers, end.id);
      const { transport } = end.broker;
      if (address !== undefined && transport === 'rmq')
        return found({ transport, broker: end.id, address, route: rmqRoute(flow, wire) });
      if (address !== undefined && transport !== 'rmq') {
        const qos = transport === 'mqtt' ? { qos: strongestQos(flow, end.id) } : {};
        return found({ transport, broker: end.id, address, ...qos });
      }
      const message = `Broker "${end.broker.name}" is not running. Start it; its box says what is wrong.`;
      return refuse('brokerFailed', message, at);
    }
    case 'external': {
      const { transport, host, port, name } = end.external;
      if (isAllowedHost(host, port, allowedHosts)) return found({ transport, external: end.id, host, port });
      const message = `"${name}" is at ${host}, and only this machine may be reached. Start Patchbay with ALLOW_HOSTS=${host} to allow it.`;
      return refuse('hostRefused', message, `externals.${end.id}.host`);
    }
  }
}

function tlsOf({ tls }: Wire, { listeners }: Service, listener: string): { tls?: 'trusted' | 'untrusted' } {
  const drawn = own(listeners, listener);
  if (drawn?.transport !== 'tcp' || drawn.tls !== true || tls === 'none') return {};
  return { tls: tls ?? 'trusted' };
}

/** One that is not drawn is no registry: the wire leads to one replica, as without. */
function registryOf(flow: Flow, listener: { registry?: string | undefined } | undefined): { registry?: string } {
  const id = listener?.registry;
  return id === undefined || own(flow.registries ?? {}, id) === undefined ? {} : { registry: id };
}

const found = (target: WireTarget): ResolvedWire => ({ ok: true, target });

const refuse = (...parts: Parameters<typeof problem>): ResolvedWire => ({ ok: false, problem: problem(...parts) });
