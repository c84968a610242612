import type { Service } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import type { Replica } from './service/replicaOptions.ts';

/** The public ports of a replica, by listener. */
export function openPorts(replica: Replica | undefined): Record<string, number> {
  return Object.fromEntries(Object.entries(replica?.ports ?? {}).filter(([, port]) => port > 0));
}

/** The service with these ports where none is drawn. A drawn port is that of replica 0; the others follow it. */
export function withPorts(service: Service, ports: Readonly<Record<string, number>>, replica: number): Service {
  const listeners = Object.entries(service.listeners).map(([id, listener]) => {
    const port = own(ports, id);
    const isFree = port !== undefined && !('broker' in listener) && listener.port === undefined;
    return [id, isFree ? { ...listener, port: port - replica } : listener];
  });
  return { ...service, listeners: Object.fromEntries(listeners) as Service['listeners'] };
}
