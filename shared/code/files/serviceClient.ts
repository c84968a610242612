import type { WireTargetPlan } from '../plan.ts';
import { transportCode } from '../transports/index.ts';
import type { AddressCode } from '../transports/transportCode.ts';

type ServiceTarget = Pick<Extract<WireTargetPlan, { kind: 'service' }>, 'grpc' | 'tls'>;

/** The options of a ClientProxy that leads straight to a service, at this address. */
export function serviceClient({ grpc, tls }: ServiceTarget, address: AddressCode): string {
  const tcp = transportCode('tcp');
  if (grpc !== undefined) return transportCode('grpc').client?.(address, grpc) ?? '{}';
  return (tls === undefined ? tcp.client?.(address) : tcp.tlsClient?.(address, tls)) ?? '{}';
}
