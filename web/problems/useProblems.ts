import type { Problem } from '#shared/problem.ts';
import type { FlowPlace } from '../flow/changedPlaces.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useFlowAt } from '../flow/useFlowAt.ts';
import { currentProblems, errorCounts } from './errorCounts.ts';

/** Everything wrong now: what the drawing says, and what services, wires and brokers say while they run. */
export const useProblems = (): Problem[] => useFlowStore(currentProblems);

/** For the badge of the tab. */
export function useProblemCount(): number {
  return useProblems().length;
}

/** The problem of one field, by its dotted path; an error before a warning. */
export function useProblemAt(at: string): Problem | undefined {
  const here = useProblems().filter((problem) => problem.at === at);
  return here.find((problem) => problem.severity !== 'warning') ?? here[0];
}

const isUnder =
  (at: string) =>
  (problem: Problem): boolean =>
    problem.at === at || (problem.at?.startsWith(`${at}.`) ?? false);

/** How many errors a thing and its parts have; warnings do not count. */
export function useErrorCount(place: FlowPlace): number {
  return useFlowAt(place, (state) => errorCounts(state).get(place) ?? 0);
}

/** The problems of a thing and of all its parts. */
export function useProblemsUnder(at: string): Problem[] {
  return useProblems().filter(isUnder(at));
}
