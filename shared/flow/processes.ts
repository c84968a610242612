import type { Flow } from './flow.ts';
import { own } from './lookup.ts';

/** A process takes a core to start and some 120 MB to keep: a flow may have so many beside the one that its services share. */
export const maxOwnProcesses = 3;

/** Services that are drawn with a process of their own, in the order of the flow; those beyond the limit do not get it. Pure. */
export function servicesDrawnApart({ services }: Flow): string[] {
  return Object.entries(services).flatMap(([id, { process }]) => (process === 'own' ? [id] : []));
}

/** Services that really have a process of their own. Pure. */
export const servicesApart = (flow: Flow): string[] => servicesDrawnApart(flow).slice(0, maxOwnProcesses);

/** Whether this service has a process of its own. Pure. */
export const isApart = (flow: Flow, service: string): boolean =>
  own(flow.services, service)?.process === 'own' && servicesApart(flow).includes(service);

/** What of a flow lives in one process: that of the service `apart`, or without it the one for all that have none. Wires belong to where they start. Pure. */
export function partOf(flow: Flow, apart: string | undefined): Pick<Flow, 'services' | 'wires' | 'drivers'> {
  const others = new Set(servicesApart(flow));
  if (others.size === 0 && apart === undefined) return flow;
  const isHere = (service: string): boolean => (apart === undefined ? !others.has(service) : service === apart);
  return {
    services: Object.fromEntries(Object.entries(flow.services).filter(([id]) => isHere(id))),
    wires: Object.fromEntries(Object.entries(flow.wires).filter(([, { from }]) => isHere(from))),
    drivers: apart === undefined ? flow.drivers : {},
  };
}
