import type { Problem } from '#shared/problem.ts';
import type { ServiceState } from '#shared/status.ts';

/** What a change to a state says when there is nothing more to say. */
export const stateNotes: Record<ServiceState, string> = {
  starting: 'It is starting.',
  up: 'It is up.',
  degraded: 'Some of its listeners are not up.',
  down: 'It is down.',
};

/** One word for several: all the same, or on the way, or only in part. */
export function combine(states: readonly ServiceState[]): ServiceState {
  const [first = 'down'] = states;
  if (states.every((state) => state === first)) return first;
  return states.includes('starting') ? 'starting' : 'degraded';
}

/** Replicas that fail for the same reason say it once. */
export function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((one) => [JSON.stringify(one), one])).values()];
}
