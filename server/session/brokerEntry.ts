import type { Broker } from '#shared/flow/flow.ts';
import { problem, ProblemError, type Problem } from '#shared/problem.ts';
import type { BrokerStatus } from '#shared/status.ts';
import type { BrokerHandle } from '../brokers/brokerHandle.ts';
import type { BrokerFaults } from './brokerFaults.ts';

export type Wanted = Pick<Broker, 'transport' | 'source'>;

/** The broker behind one box of a session: with neither handle nor problem it is still starting. */
export interface Entry {
  wanted: Wanted;
  missing?: BrokerStatus['missing'];
  handle?: BrokerHandle;
  problem?: Problem;
  /** Settles when the attempt to start it is over. */
  started: Promise<void>;
  removed: boolean;
  /** Down because somebody wanted it: it stays so until it is started. */
  killed: boolean;
  /** What faults do with it. */
  faults: BrokerFaults;
  /** It is being started again: what it says meanwhile is no other end. */
  reviving?: boolean;
  /** When it ended by itself and was started again, the newest last. */
  revivedAtMs: number[];
}

/** What its box says. `firstSource`: the source that is tried first. */
export function statusOf(
  { wanted, missing, handle, problem }: Entry,
  firstSource: (wanted: Wanted) => BrokerStatus['source'],
): BrokerStatus {
  if (handle !== undefined)
    return { state: handle.state, source: handle.source, missing, port: handle.port, label: handle.label };
  const state = problem === undefined ? 'starting' : 'down';
  return {
    state,
    source: firstSource(wanted),
    missing,
    port: 0,
    label: problem === undefined ? '' : 'none',
    problem,
  };
}

/** Why a broker did not start. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  const reason = error instanceof Error ? error.message : String(error);
  return problem('brokerFailed', `The broker did not start: ${reason}. Start it again from its box.`);
}
