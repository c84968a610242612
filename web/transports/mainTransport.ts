import type { Service } from '#shared/flow/flow.ts';
import type { Transport } from '#shared/transports/transport.ts';

/** The transport that gives a service its colour and icon: the way its messages come, http when that is the only one. */
export function mainTransport(service: Pick<Service, 'listeners'>): Transport {
  const found = Object.values(service.listeners).map((listener) => listener.transport);
  return found.find((transport) => transport !== 'http') ?? found[0] ?? 'tcp';
}
