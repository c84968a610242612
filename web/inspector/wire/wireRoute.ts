import type { Flow } from '#shared/flow/flow.ts';
import { directListener, own, wireEnd } from '#shared/flow/lookup.ts';
import type { SessionStatus } from '#shared/status.ts';
import type { Transport } from '#shared/transports/transport.ts';
import { transportLooks } from '../../transports/index.ts';

export interface WireRoute {
  transport: Transport;
  /** `orders → payments · TCP 127.0.0.1:40113`, and its state when that is worth a word */
  text: string;
}

/** A wire that connects when it is needed is as it should be. */
const quietStates: ReadonlySet<string> = new Set(['idle', 'connected']);

/** From where to where a wire really goes. */
export function wireRoute(flow: Flow, id: string, status: SessionStatus | undefined): WireRoute {
  const wire = own(flow.wires, id);
  if (wire === undefined) return { transport: 'tcp', text: '' };
  const from = own(flow.services, wire.from)?.name ?? wire.from;
  const end = farEnd(flow, wire.to, status);
  const address = end.address === undefined ? '' : ` ${end.address}`;
  const state = own(status?.wires ?? {}, id)?.state;
  const parts = [
    `${from} → ${end.name}`,
    `${transportLooks[end.transport].label}${address}`,
    ...(state === undefined || quietStates.has(state) ? [] : [state]),
  ];
  return { transport: end.transport, text: parts.join(' · ') };
}

interface FarEnd {
  name: string;
  transport: Transport;
  address?: string | undefined;
}

function farEnd(flow: Flow, to: string, status: SessionStatus | undefined): FarEnd {
  const end = wireEnd(flow, to);
  switch (end?.kind) {
    case 'service': {
      const listeners = own(status?.services ?? {}, end.id)?.listeners;
      const direct = directListener(end.service);
      const registry = direct?.registry === undefined ? undefined : own(flow.registries ?? {}, direct.registry);
      if (registry !== undefined) {
        return {
          name: end.service.name,
          transport: direct?.transport ?? 'tcp',
          address: `in turn, by ${registry.name}`,
        };
      }
      const port = direct === undefined ? undefined : listeners?.[direct.id]?.ports.find((one) => one > 0);
      return { name: end.service.name, transport: direct?.transport ?? 'tcp', address: loopback(port) };
    }
    case 'broker': {
      const port = own(status?.brokers ?? {}, end.id)?.port;
      return { name: end.broker.name, transport: end.broker.transport, address: loopback(port) };
    }
    case 'external':
      return {
        name: end.external.name,
        transport: end.external.transport,
        address: `${end.external.host}:${end.external.port}`,
      };
    case undefined:
      return { name: to, transport: 'tcp' };
  }
}

const loopback = (port: number | undefined): string | undefined =>
  port === undefined || port === 0 ? undefined : `127.0.0.1:${port}`;
