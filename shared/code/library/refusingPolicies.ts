import type { LibraryFile } from './file.ts';

/** Policies that may refuse a call, as rxjs operators. They remember earlier calls, so they are made once per client. */
export const refusingPolicyFiles: readonly LibraryFile[] = [
  {
    path: 'policies/refusals',
    exports: ['RateLimitedError', 'mayPass', 'isRefusal'],
    needs: [],
    text: `import { BrokenCircuitError, BulkheadRejectedError } from 'cockatiel';

/** A call that found no token in the bucket. */
export class RateLimitedError extends Error {
  override readonly name = 'RateLimitedError';
}

/** A policy refused the call: it never left. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof BrokenCircuitError || error instanceof BulkheadRejectedError || error instanceof RateLimitedError;

/** "Too early", "too many" and "timed out" are requests to come back. */
const comeBack: ReadonlySet<number> = new Set([408, 425, 429]);

/** The same in gRPC's words, from INVALID_ARGUMENT and NOT_FOUND to UNAUTHENTICATED. */
const finalCodes: ReadonlySet<unknown> = new Set([3, 5, 6, 7, 9, 11, 12, 16]);

/** The callee answered that the request itself is wrong (status 400 to 499): it would say so again. */
function isFinalAnswer(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('details' in error && 'code' in error) return finalCodes.has(error.code);
  const status = 'status' in error ? error.status : 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 && !comeBack.has(status);
}

/** Whether trying again makes sense: timeouts, lost connections, exceptions, but no refusals and no final answers. */
export const mayPass = (error: unknown): boolean => !isRefusal(error) && !isFinalAnswer(error);
`,
  },
  {
    path: 'policies/circuit-breaker',
    exports: ['circuitBreaker'],
    needs: ['mayPass'],
    text: `import { circuitBreaker as makeBreaker, CircuitState, ConsecutiveBreaker, handleWhen } from 'cockatiel';
import { type MonoTypeOperatorFunction, Observable, Subscription } from 'rxjs';
import { isRefusal, mayPass } from './refusals.js';

/** The caller stopped waiting before any value came. */
class CallerLeftError extends Error {}

/** After so many failures in a row calls fail at once; the first one after halfOpenAfterMs is let through as a probe. */
export function circuitBreaker({
  failures,
  halfOpenAfterMs,
}: {
  failures: number;
  halfOpenAfterMs: number;
}): MonoTypeOperatorFunction<any> {
  const counter = new ConsecutiveBreaker(failures);
  const breaker = makeBreaker(handleWhen(isFailure), { halfOpenAfter: halfOpenAfterMs, breaker: counter });
  // Closed by a probe that the callee called wrong, cockatiel would go on counting where it stood.
  breaker.onReset(() => counter.success());

  function isFailure(error: unknown): boolean {
    const saysNothing = error instanceof CallerLeftError || isRefusal(error);
    return saysNothing ? breaker.state === CircuitState.HalfOpen : mayPass(error);
  }

  return (source$) =>
    new Observable((subscriber) => {
      const stop = new Subscription();
      const attempt = () =>
        new Promise<void>((resolve, reject) => {
          let hasValue = false;
          stop.add(() => (hasValue ? resolve() : reject(new CallerLeftError())));
          stop.add(
            source$.subscribe({
              next: (value) => {
                hasValue = true;
                subscriber.next(value);
              },
              error: reject,
              complete: resolve,
            }),
          );
        });
      breaker.execute(attempt).then(
        () => subscriber.complete(),
        (error: unknown) => subscriber.error(error),
      );
      return stop;
    });
}
`,
  },
  {
    path: 'policies/bulkhead',
    exports: ['bulkhead'],
    needs: [],
    text: `import { BulkheadRejectedError } from 'cockatiel';
import { type MonoTypeOperatorFunction, Observable } from 'rxjs';

/** At most so many calls at a time; so many more may wait for a place, the next one fails at once. */
export function bulkhead({ limit, queue }: { limit: number; queue: number }): MonoTypeOperatorFunction<any> {
  const waiting = new Set<() => void>();
  let taken = 0;

  /** The place goes from one to the next without being free between: nobody pushes in. */
  function passOn(): void {
    const [next] = waiting;
    if (next === undefined) taken -= 1;
    else {
      waiting.delete(next);
      queueMicrotask(next);
    }
  }

  return (source$) =>
    new Observable((subscriber) => {
      if (taken >= limit && waiting.size >= queue) {
        subscriber.error(new BulkheadRejectedError(limit, queue));
        return undefined;
      }
      let state: 'waiting' | 'inside' | 'left' = 'waiting';
      const leave = () => {
        const before = state;
        state = 'left';
        if (before !== 'left' && !waiting.delete(goIn)) passOn();
      };
      const goIn = () => {
        if (state !== 'waiting') return;
        state = 'inside';
        const call = source$.subscribe({
          next: (value) => subscriber.next(value),
          error: (error: unknown) => {
            leave();
            subscriber.error(error);
          },
          complete: () => {
            leave();
            subscriber.complete();
          },
        });
        subscriber.add(call);
      };
      if (taken >= limit) waiting.add(goIn);
      else {
        taken += 1;
        queueMicrotask(goIn);
      }
      return leave;
    });
}
`,
  },
  {
    path: 'policies/rate-limit',
    exports: ['rateLimit'],
    needs: ['RateLimitedError'],
    text: `import { defer, type MonoTypeOperatorFunction, throwError } from 'rxjs';
import { RateLimitedError } from './refusals.js';

/** A token bucket: full at first, filled up evenly; each call takes one token or fails at once. */
export function rateLimit({ perSecond, burst }: { perSecond: number; burst: number }): MonoTypeOperatorFunction<any> {
  let tokens = burst;
  let filledAtMs = performance.now();
  return (source$) =>
    defer(() => {
      const now = performance.now();
      tokens = Math.min(burst, tokens + ((now - filledAtMs) / 1000) * perSecond);
      filledAtMs = now;
      if (tokens < 1) {
        const message = 'Rate limit exceeded (' + perSecond + ' per second, ' + burst + ' at once)';
        return throwError(() => new RateLimitedError(message));
      }
      tokens -= 1;
      return source$;
    });
}
`,
  },
];
