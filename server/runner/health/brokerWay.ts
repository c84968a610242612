import type { Broker } from '#shared/flow/flow.ts';
import type { BrokerAddress } from '#shared/ipc.ts';
import type { Problem } from '#shared/problem.ts';

/** A broker that a service needs, and how it gets there: through the link of a listener or of a wire, with its faults. */
export interface BrokerWay {
  /** The broker's id in the Flow. */
  broker: string;
  /** Undefined when there is no broker, or no way to it. */
  reached: { transport: Broker['transport']; address: BrokerAddress } | undefined;
  /** Why nothing comes through, though the broker may answer. */
  problem: Problem | undefined;
}

/** One way to each broker: the first that does not work, else the first. */
export function firstOfEach(ways: readonly BrokerWay[]): BrokerWay[] {
  const found = new Map<string, BrokerWay>();
  for (const way of ways) {
    const known = found.get(way.broker);
    if (known === undefined || (known.problem === undefined && way.problem !== undefined)) found.set(way.broker, way);
  }
  return [...found.values()];
}
