import type { Fault } from '#shared/faults/fault.ts';
import { problem, type Problem } from '#shared/problem.ts';
import { seededRandom } from '#shared/random.ts';
import type { Expression } from '../sandbox/compiledExpression.ts';
import { createSandbox } from '../sandbox/sandbox.ts';

export interface FaultExpressions {
  readonly match: Expression | undefined;
  /** What a `wrong_payload` fault puts in place of a payload. */
  readonly value: Expression | undefined;
  dispose(): void;
}

const names = ['data', 'body', 'params', 'query', 'headers', 'error', 'reply'];

/** The expressions of one fault, in a sandbox of its own; the Problem of the first that cannot be compiled. */
export function compileFault(fault: Fault): FaultExpressions | { problem: Problem } {
  const sandbox = createSandbox({ random: seededRandom(fault.id) });
  let at: 'match' | 'value' = 'match';
  try {
    const match = fault.match === undefined ? undefined : sandbox.compile(fault.match, { names });
    at = 'value';
    const value = fault.kind === 'wrong_payload' ? sandbox.compile(fault.value, { names }) : undefined;
    return { match, value, dispose: () => sandbox.dispose() };
  } catch (error) {
    sandbox.dispose();
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: problem('badExpression', `${reason}. Correct the expression of fault "${fault.id}".`, at) };
  }
}
