import type { Problem } from '#shared/problem.ts';
import type { FlowPlace } from '../flow/changedPlaces.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useFlowAt } from '../flow/useFlowAt.ts';
import { currentProblems, errorCounts, problemsByPath } from './errorCounts.ts';

/** Everything wrong now: what the drawing says, and what services, wires and brokers say while they run. */
export const useProblems = (): Problem[] => useFlowStore(currentProblems);

/** For the badge of the tab. */
export function useProblemCount(): number {
  return useFlowStore((state) => currentProblems(state).length);
}

/** The problem of one field, by its dotted path; an error before a warning. Asked by every field: another's problem is no news. */
export function useProblemAt(at: string): Problem | undefined {
  return useFlowStore((state) => problemsByPath(state).get(at));
}

/** How many errors a thing and its parts have; warnings do not count. */
export function useErrorCount(place: FlowPlace): number {
  return useFlowAt(place, (state) => errorCounts(state).get(place) ?? 0);
}

/** Whether a thing or one of its parts has a problem. */
export function useHasProblems(at: string): boolean {
  return useFlowStore((state) => currentProblems(state).some((problem) => isUnder(problem, at)));
}

const isUnder = (problem: Problem, at: string): boolean =>
  problem.at === at || (problem.at?.startsWith(`${at}.`) ?? false);
