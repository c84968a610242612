import type { Problem, ProblemCode } from '../../problem.ts';

/** That part of the drawing does not run. */
export function error(code: ProblemCode, message: string, at: string): Problem {
  return { code, message, at, severity: 'error' };
}

/** It runs, but probably not as meant. */
export function warning(code: ProblemCode, message: string, at: string): Problem {
  return { code, message, at, severity: 'warning' };
}
