import { useMemo } from 'react';
import type { Problem } from '#shared/problem.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { allProblems } from './allProblems.ts';

/** Everything wrong now: what the drawing says, and what services, wires and brokers say while they run. */
export function useProblems(): Problem[] {
  const drawn = useFlowStore((state) => state.problems);
  const status = useFlowStore((state) => state.status);
  return useMemo(() => allProblems(drawn, status), [drawn, status]);
}

/** For the badge of the tab. */
export function useProblemCount(): number {
  return useProblems().length;
}

/** The problem of one field, by its dotted path; an error before a warning. */
export function useProblemAt(at: string): Problem | undefined {
  const here = useProblems().filter((problem) => problem.at === at);
  return here.find((problem) => problem.severity !== 'warning') ?? here[0];
}

/** The problems of a thing and of all its parts. */
export function useProblemsUnder(at: string): Problem[] {
  return useProblems().filter((problem) => problem.at === at || problem.at?.startsWith(`${at}.`));
}
