import type { ResolvedTarget } from '#shared/faults/resolveTarget.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import { partOf } from '#shared/flow/processes.ts';
import type { Hosted, Plan } from '#shared/ipc.ts';
import { isAnswered, type Answering } from './faults/process/processOnWires.ts';
import type { LiveService } from './liveService.ts';
import type { LiveRegistry } from './registry/liveRegistry.ts';
import type { Address } from './service/listenerLink.ts';
import type { Peer } from './wire/wireClient.ts';

/**
 * A session whose services do not all live in one process. Each process gets the whole plan and brings about its part of
 * it: its services, and the wires that start at them. Where a wire leads to another process, the server says where:
 *
 *   runner ── hosting ──▶ server ── meet ──▶ own process of "payments"        wires ══ real TCP ══▶
 */

/** No service can be called so: a registry is told of as if it were one. */
const registryKey = (id: string): string => `registry:${id}`;
const door = 'tcp';

interface Living {
  services: ReadonlyMap<string, LiveService>;
  registries: ReadonlyMap<string, LiveRegistry>;
}

/** What other processes must know of the services and registries here. */
export function hostingOf({ services, registries }: Living): Record<string, Hosted> {
  const places = [...registries].map(([id, { address }]): [string, Hosted] => [
    registryKey(id),
    { peers: { [door]: address === undefined ? [] : [{ replica: 0, ...address }] }, httpPorts: [], isAwaited: false },
  ]);
  return Object.fromEntries([
    ...places,
    ...[...services].map(([id, live]): [string, Hosted] => [
      id,
      {
        peers: Object.fromEntries(Object.keys(live.status().listeners).map((one) => [one, live.peers(one)])),
        httpPorts: live.httpPorts(),
        isAwaited: live.isAwaited(),
      },
    ]),
  ]);
}

/** The services in other processes of the session. */
export class Neighbours {
  #services: Readonly<Record<string, Hosted>> = {};
  #drawn: Readonly<Flow['services']> = {};
  #isApart = false;

  meet(services: Readonly<Record<string, Hosted>>): void {
    this.#services = services;
  }

  /** What is drawn changes before anybody is met. */
  see({ flow, apart }: Pick<Plan, 'flow' | 'apart'>): void {
    this.#isApart = apart !== undefined;
    const here = partOf(flow, apart).services;
    this.#drawn = Object.fromEntries(Object.entries(flow.services).filter(([id]) => !Object.hasOwn(here, id)));
  }

  /** Whether another process counts how often a fault on this acts: of a broker it is the one that all have. */
  isElsewhere(target: ResolvedTarget): boolean {
    return 'service' in target ? Object.hasOwn(this.#drawn, target.service) : target.on === 'broker' && this.#isApart;
  }

  /** As if they lived here, as far as it matters who answers. */
  answering(): [string, Answering][] {
    return Object.entries(this.#drawn).map(([id, drawn]) => [
      id,
      { replicas: drawn.replicas, answers: (broker, pattern) => isAnswered(drawn, broker, pattern) },
    ]);
  }

  peers(service: string, listener: string): readonly Peer[] {
    return own(own(this.#services, service)?.peers ?? {}, listener) ?? [];
  }

  /** Where a registry is that lives in another process. */
  registry(id: string): Address | undefined {
    return this.peers(registryKey(id), door)[0];
  }

  httpPorts(service: string): readonly number[] {
    return own(this.#services, service)?.httpPorts ?? [];
  }

  /** Also as long as nobody has said anything of it. */
  isAwaited(service: string): boolean {
    return own(this.#services, service)?.isAwaited ?? true;
  }
}
