import type { ProcessFault } from '#shared/faults/fault.ts';
import type { Service } from '#shared/flow/flow.ts';
import { patternRoute, type Pattern } from '#shared/flow/pattern.ts';
import type { WireTarget } from '../../wire/wireEnd.ts';
import type { ProcessFaults } from './processFaults.ts';

/** What process faults are to one client of a wire. */
export interface ProcessOnWire {
  /** One of its ends stands still: nothing passes on its connections. */
  isPaused: (peer: number | undefined) => boolean;
  /** Those on whose account a message gets no answer now. */
  blamed: (peer: number | undefined, pattern: Pattern) => readonly ProcessFault[];
}

/** A live service, as far as it matters who answers. */
export interface Answering {
  replicas: number;
  answers: (broker: string, pattern: Pattern) => boolean;
}

/** Whether a service that is drawn so takes messages of this pattern from this broker. */
export function isAnswered({ listeners, handlers }: Service, broker: string, pattern: Pattern): boolean {
  if (!Object.values(listeners).some((one) => 'broker' in one && one.broker === broker)) return false;
  const route = patternRoute(pattern);
  return Object.values(handlers).some(
    ({ on }) => !('http' in on) && patternRoute('message' in on ? on.message : on.event) === route,
  );
}

const none: readonly ProcessFault[] = [];

export function processOnWire(
  { from, replica, target }: { from: string; replica: number; target: WireTarget },
  { faults, services: all }: { faults: ProcessFaults; services: () => ReadonlyMap<string, Answering> },
): ProcessOnWire {
  const pausing = (peer: number | undefined): ProcessFault[] => {
    const ends = [faults.wish(from, replica)];
    if ('service' in target && peer !== undefined) ends.push(faults.wish(target.service, peer));
    return ends.flatMap(({ pause }) => pause ?? []);
  };
  const held = (id: string): ProcessFault[] => faults.holding(id, all().get(id)?.replicas ?? 0);
  return {
    isPaused: (peer) => faults.isOn && pausing(peer).length > 0,
    blamed: (peer, pattern) => {
      if (!faults.isOn) return none;
      const { down } = faults.wish(from, replica);
      const found = [...(down === undefined ? [] : [down]), ...pausing(peer)];
      if ('service' in target) found.push(...held(target.service));
      if ('broker' in target) {
        const { broker } = target;
        found.push(...faults.onBroker(broker));
        for (const [id, service] of all()) if (service.answers(broker, pattern)) found.push(...held(id));
      }
      return [...new Set(found)];
    },
  };
}
