import { checkBounds } from '../json.ts';
import { problemFromZod, type Problem } from '../problem.ts';
import { flowSchema, type Flow } from './flow.ts';

export type Parsed<T> = { ok: true; value: T } | { ok: false; problem: Problem };

/** Turns any untrusted value into a Flow, or into the Problem that names the path of what is wrong. Never throws. */
export function parseFlow(input: unknown): Parsed<Flow> {
  const outOfBounds = checkBounds(input);
  if (outOfBounds !== undefined) return { ok: false, problem: outOfBounds };
  const result = flowSchema.safeParse(input);
  return result.success ? { ok: true, value: result.data } : { ok: false, problem: problemFromZod(result.error) };
}
