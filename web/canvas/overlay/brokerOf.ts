import { own } from '#shared/flow/lookup.ts';
import { useFlowStore } from '../../flow/flowStore.ts';

/** Which broker a listener hears: `undefined` when messages come straight to it. */
export type BrokerOf = (service: string, listener: string) => string | undefined;

/** The broker that a listener hears, as it is drawn now. */
export function brokerOf(service: string, listener: string): string | undefined {
  const listeners = own(useFlowStore.getState().flow.services, service)?.listeners;
  const found = listeners === undefined ? undefined : own(listeners, listener);
  return found !== undefined && 'broker' in found ? found.broker : undefined;
}
