import { defer, merge, mergeMap, retry, take, tap, throwError, timer } from 'rxjs';
import type { Policies } from '#shared/policies/policies.ts';
import { describeError } from '../trace/describeError.ts';
import type { MakePolicy } from './policy.ts';
import { mayPass } from './refusals.ts';

/**
 * Sends again what has failed, after a back-off. Not when another policy of the wire refused it, not when the callee
 * answered that the request is wrong, and not after a first value: the caller has seen that already.
 */
export const retryPolicy: MakePolicy<'retry'> = (settings, { random, ended$ }) => ({
  around: (source$, { report }) =>
    defer(() => {
      const { attempts } = settings;
      let hasValue = false;
      return source$.pipe(
        tap(() => {
          hasValue = true;
        }),
        retry({
          count: attempts - 1,
          delay: (error: unknown, made) => {
            if (hasValue || !mayPass(error)) return throwError(() => error);
            const delayMs = backOffMs(settings, { made, random });
            const attempt = made + 1;
            const note = `Attempt ${attempt} of ${attempts} in ${delayMs} ms.`;
            report('retried', { attempt, attempts, delayMs, error: describeError(error), note });
            // Never in the same tick, whatever the settings: a refused connect would be refused by the same dead socket.
            return merge(timer(delayMs), ended$.pipe(mergeMap(() => throwError(() => error)))).pipe(take(1));
          },
        }),
      );
    }),
});

/** Half to the whole of a time that doubles with each attempt. */
function backOffMs(
  { initialMs, maxMs }: NonNullable<Policies['retry']>,
  { made, random }: { made: number; random: () => number },
): number {
  const wholeMs = Math.min(maxMs, initialMs * 2 ** (made - 1));
  return Math.max(1, Math.round(wholeMs * (0.5 + random() / 2)));
}
