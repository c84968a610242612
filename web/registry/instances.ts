import type { RegistryStatus } from '#shared/status.ts';

type Instances = RegistryStatus['instances'];

/** Who is on the list of a registry, service by service, in the order of their replicas. */
export function instancesByService(status: RegistryStatus | undefined): [service: string, instances: Instances][] {
  const found = new Map<string, Instances>();
  for (const instance of status?.instances ?? []) {
    const { service } = instance;
    found.set(service, [...(found.get(service) ?? []), instance]);
  }
  return [...found].map(([service, instances]) => [service, instances.toSorted((a, b) => a.replica - b.replica)]);
}
