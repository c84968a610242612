import type { Problem } from '#shared/problem.ts';
import type { FlowState } from '../flow/flowStore.ts';
import { allProblems } from './allProblems.ts';

type Sources = Pick<FlowState, 'problems' | 'status'>;

interface Found extends Sources {
  all: Problem[];
  /** By `services.orders`: how many errors a thing and its parts have. */
  errors: ReadonlyMap<string, number>;
  byPath: ReadonlyMap<string, Problem>;
}

/** Of this state, and of the one before it. */
let found: Found[] = [];

function find({ problems, status }: Sources): Found {
  const known = found.find((one) => one.problems === problems && one.status === status);
  if (known !== undefined) return known;
  const all = allProblems(problems, status);
  const now = { problems, status, all, errors: counted(all), byPath: worstByPath(all) };
  found = [now, ...found.slice(0, 1)];
  return now;
}

/** Everything wrong now; found once for all who ask. */
export const currentProblems = (state: Sources): Problem[] => find(state).all;

/** How many errors there are by place (`services.orders`), parts included; warnings do not count. */
export const errorCounts = (state: Sources): ReadonlyMap<string, number> => find(state).errors;

/** The problem of each dotted path that has one: the first error, or else the first warning. */
export const problemsByPath = (state: Sources): ReadonlyMap<string, Problem> => find(state).byPath;

function worstByPath(problems: readonly Problem[]): Map<string, Problem> {
  const worst = new Map<string, Problem>();
  for (const problem of problems) {
    if (problem.at === undefined) continue;
    const known = worst.get(problem.at);
    if (known === undefined || (known.severity === 'warning' && problem.severity !== 'warning')) {
      worst.set(problem.at, problem);
    }
  }
  return worst;
}

function counted(problems: readonly Problem[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { at, severity } of problems) {
    if (at === undefined || severity === 'warning') continue;
    const place = at.split('.', 2).join('.');
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return counts;
}
