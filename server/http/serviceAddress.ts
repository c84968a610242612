import type { ServiceStatus } from '#shared/status.ts';

/** The ports on which a service answers HTTP now, one per replica that is up. */
export function httpPorts(service: ServiceStatus): number[] {
  return Object.values(service.listeners)
    .filter(({ transport }) => transport === 'http')
    .flatMap(({ ports }) => ports.filter((port, replica) => port > 0 && service.replicas[replica]?.state !== 'down'));
}
