import type { z } from 'zod';

/** Everything we expect to go wrong has one code in this list; REST answers with the status beside it. */
export const problemStatus = {
  badInput: 400,
  badExpression: 400,
  danglingWire: 400,
  danglingDriver: 400,
  wireTransport: 400,
  duplicatePattern: 400,
  unknownPattern: 400,
  burstTooLarge: 400,
  wrongKind: 400,
  endlessLoop: 400,
  nameClash: 400,
  portClash: 400,
  missingBroker: 400,
  missingRegistry: 400,
  unknownHandlerTrigger: 400,
  deadCode: 400,
  noEffect: 400,
  notFound: 404,
  staleRevision: 409,
  notRunning: 409,
  hostRefused: 403,
  readOnly: 403,
  tooLarge: 413,
  tooMany: 429,
  storeFailed: 503,
  listenFailed: 500,
  brokerFailed: 503,
  runnerFailed: 503,
  internal: 500,
} as const;

export type ProblemCode = keyof typeof problemStatus;

/** Something wrong in a Flow or a request, as data. `message` ends in what to do; `at` is a dotted path such as `services.orders.handlers.create.steps.0.wire`. */
export interface Problem {
  code: ProblemCode;
  message: string;
  at?: string | undefined;
  /** A warning is worth knowing; an error means that this part of the drawing does not run. */
  severity?: 'error' | 'warning' | undefined;
}

/** Carries a Problem through code that can only throw; caught at the doors and answered as `{ ok: false, problem }`. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** Makes a Problem; leaves `at` out when there is none, so that whole objects can be compared. */
export function problem(code: ProblemCode, message: string, at?: string): Problem {
  return at === undefined ? { code, message } : { code, message, at };
}

/** The first complaint of a zod error as a Problem whose `at` is the dotted path, below `root` when given. */
export function problemFromZod(error: z.ZodError, root?: string): Problem {
  const issue = deepestIssue(error.issues);
  const path = [...(root === undefined ? [] : [root]), ...issue.path.map(String)].join('.');
  const message = `${path === '' ? 'The value' : path}: ${issue.message}. Correct it and send it again.`;
  return path === '' ? problem('badInput', message) : problem('badInput', message, path);
}

interface FlatIssue {
  path: PropertyKey[];
  message: string;
}

/** A failed union hides the useful complaint inside its branches: take the branch that got furthest into the value. */
function deepestIssue(issues: readonly z.core.$ZodIssue[]): FlatIssue {
  const candidates = issues.flatMap((issue) => flatten(issue));
  let best: FlatIssue = { path: [], message: 'is not valid' };
  let bestDepth = -1;
  for (const candidate of candidates) {
    if (candidate.path.length > bestDepth) {
      best = candidate;
      bestDepth = candidate.path.length;
    }
  }
  return best;
}

function flatten(issue: z.core.$ZodIssue): FlatIssue[] {
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    return [{ path: [...issue.path, key], message: `there is no field "${key}" here` }];
  }
  if (issue.code === 'invalid_key') {
    return [{ path: issue.path, message: issue.issues[0]?.message ?? issue.message }];
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    return issue.errors.flatMap((branch) =>
      branch.flatMap((inner) => flatten(inner).map((flat) => ({ ...flat, path: [...issue.path, ...flat.path] }))),
    );
  }
  return [{ path: issue.path, message: issue.message }];
}
