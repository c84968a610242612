import type { Plan } from '#shared/ipc.ts';
import type { RunnerStatus } from '#shared/status.ts';

type Ports = NonNullable<Plan['ports']>;

/** The public ports that services have had, so that the next process can open the same: strangers may have written them down. */
export class KeptPorts {
  readonly #byService = new Map<string, Ports[string]>();

  note({ services }: RunnerStatus): void {
    for (const [id, { listeners }] of Object.entries(services)) {
      const replicas = [...(this.#byService.get(id) ?? [])];
      for (const [listener, { ports }] of Object.entries(listeners))
        for (const [index, port] of ports.entries())
          replicas[index] = { ...replicas[index], ...(port > 0 ? { [listener]: port } : {}) };
      this.#byService.set(id, replicas);
    }
  }

  /** Of these services; what was known of others is forgotten. */
  of(services: Readonly<Record<string, unknown>>): Ports {
    for (const id of this.#byService.keys()) if (!Object.hasOwn(services, id)) this.#byService.delete(id);
    return Object.fromEntries(this.#byService);
  }
}
