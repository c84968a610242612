import { problem, type Problem } from '../problem.ts';
import type { ProcessFault } from './fault.ts';

/** Why a process fault could never act as it is set. `on`: what it is meant for. */
export function processFaultRefusal(fault: ProcessFault, on: string): Problem | undefined {
  const { kind, leg, match, rate, count } = fault;
  const refuse = (at: string, why: string): Problem => problem('badInput', `A "${kind}" fault ${why}`, at);
  if (leg !== 'both') return refuse('leg', 'acts on a process, which has no legs. Leave the leg out.');
  if (match !== undefined) return refuse('match', 'acts on a process and knows no messages. Leave the match out.');
  if (on === 'broker' && (kind === 'stop' || kind === 'flap')) {
    return refuse('kind', 'acts on services only. Take "kill" or "pause" for a broker.');
  }
  if (kind === 'flap') return undefined;
  if (rate < 1) return refuse('rate', 'acts once and lasts. Leave the rate out.');
  return count === undefined ? undefined : refuse('count', 'acts once and lasts. Say how long with forMs.');
}
