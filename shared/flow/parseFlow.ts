import { checkBounds, type Bounds } from '../json.ts';
import { problemFromZod, type Problem } from '../problem.ts';
import { flowSchema, savedFlowSchema, type Flow } from './flow.ts';

export type Parsed<T> = { ok: true; value: T } | { ok: false; problem: Problem };

/** Turns any untrusted value into a Flow, or into the Problem that names the path of what is wrong. Never throws. */
export function parseFlow(input: unknown): Parsed<Flow> {
  return parseWithin(input, { schema: flowSchema });
}

/** As `parseFlow`, of what was accepted before: defaults and edits may have made it larger and deeper than what may come in. */
export function parseSavedFlow(input: unknown): Parsed<Flow> {
  return parseWithin(input, { schema: savedFlowSchema, bounds: savedBounds });
}

const savedBounds: Bounds = { maxDepth: 128, maxValues: Infinity };

function parseWithin(
  input: unknown,
  { schema, bounds }: { schema: typeof savedFlowSchema; bounds?: Bounds },
): Parsed<Flow> {
  const outOfBounds = checkBounds(input, bounds);
  if (outOfBounds !== undefined) return { ok: false, problem: outOfBounds };
  const result = schema.safeParse(input);
  return result.success ? { ok: true, value: result.data } : { ok: false, problem: problemFromZod(result.error) };
}
