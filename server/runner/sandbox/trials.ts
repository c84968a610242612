import type { Json } from '#shared/json.ts';
import type { Trial, TrialResult } from '#shared/ipc.ts';
import { problem, ProblemError } from '#shared/problem.ts';
import { seededRandom } from '#shared/random.ts';
import { ExpressionError } from './expressionError.ts';
import { createSandbox } from './sandbox.ts';

/** Whoever types waits for one or two; more at once is somebody who means harm. */
const maxWaiting = 20;

/**
 * Expressions that somebody tries while writing them, one after the other. Each has the limits of every expression and a
 * sandbox of its own, and after it comes a rest as long as it worked: whatever is tried, the services keep at least half of
 * this process.
 */
export class Trials {
  #free: Promise<void> = Promise.resolve();
  #waiting = 0;
  #resting: NodeJS.Timeout | undefined;

  /** What the expression gives, or why it does not. @throws ProblemError when too many wait */
  async run(trial: Trial): Promise<TrialResult> {
    if (this.#waiting >= maxWaiting) {
      const message = `${maxWaiting} expressions wait to be tried already. Wait for their results, then try again.`;
      throw new ProblemError(problem('tooMany', message));
    }
    this.#waiting += 1;
    const turn = this.#free.then(() => take(trial));
    this.#free = turn.then(({ tookMs }) => {
      this.#waiting -= 1;
      return new Promise((resolve) => (this.#resting = setTimeout(resolve, tookMs)));
    });
    return (await turn).result;
  }

  /** Those that still wait get no result: meant for the end of the process. */
  close(): void {
    clearTimeout(this.#resting);
  }
}

async function take(trial: Trial): Promise<{ result: TrialResult; tookMs: number }> {
  const startedAt = performance.now();
  const result = await tryOut(trial);
  return { result, tookMs: performance.now() - startedAt };
}

/** Never rejects. The same chance each time, so that a result does not flicker while somebody types elsewhere. */
async function tryOut({ expression, syntax, scope, names }: Trial): Promise<TrialResult> {
  const sandbox = createSandbox({ random: seededRandom('try') });
  try {
    const compiled =
      syntax === 'template' ? sandbox.template(expression, { names }) : sandbox.compile(expression, { names });
    const value = (await compiled.evaluate(scope)) as Json | undefined;
    return value === undefined ? {} : { value };
  } catch (error) {
    if (!(error instanceof ExpressionError)) return { error: { kind: 'runtime', message: String(error) } };
    const { kind, message, line, column } = error;
    return { error: { kind, message, ...(line === undefined ? {} : { line, column }) } };
  } finally {
    sandbox.dispose();
  }
}
