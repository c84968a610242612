import type { Problem } from '#shared/problem.ts';
import type { SessionStatus } from '#shared/status.ts';
import { useFlowStore, type FlowState } from '../flow/flowStore.ts';
import { allProblems } from './allProblems.ts';

let last: { drawn: Problem[]; status: SessionStatus | undefined; all: Problem[] } | undefined;

/** Counted once for all who ask: every box of the drawing does. */
function currentProblems({ problems: drawn, status }: FlowState): Problem[] {
  if (last?.drawn !== drawn || last.status !== status) last = { drawn, status, all: allProblems(drawn, status) };
  return last.all;
}

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
export function useErrorCount(at: string): number {
  return useFlowStore(
    (state) => currentProblems(state).filter((found) => found.severity !== 'warning' && isUnder(at)(found)).length,
  );
}

/** The problems of a thing and of all its parts. */
export function useProblemsUnder(at: string): Problem[] {
  return useProblems().filter(isUnder(at));
}
