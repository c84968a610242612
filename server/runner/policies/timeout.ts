import { catchError, Observable, throwError, timeout, TimeoutError } from 'rxjs';
import { grpcError, isDeadlineExceeded } from '../wire/grpcErrors.ts';
import type { MakePolicy, Policy } from './policy.ts';

/**
 * `send(…).pipe(timeout(ms))`: the caller gives up after `ms` without a value; the work goes on without it. Over gRPC the
 * same setting is the call's deadline, which both sides know.
 */
export const timeoutPolicy: MakePolicy<'timeout'> = ({ ms }, { hasDeadline }) => ({
  around: hasDeadline === true ? deadline(ms) : between(ms),
});

const between =
  (ms: number): Policy =>
  (source$, { report }) =>
    source$.pipe(
      timeout({
        each: ms,
        with: (info) => {
          report('timedOut', { note: `No value within ${ms} ms.` });
          // The same error that `timeout(ms)` throws by itself.
          return throwError(() => new TimeoutError(info));
        },
      }),
    );

/** The client ends a call at its deadline by itself; what a fault holds meanwhile is ended here, a moment later. */
const graceMs = 25;

/** For the whole call, however many values it has given so far. */
const deadline =
  (ms: number): Policy =>
  (source$, { report }) =>
    new Observable((subscriber) => {
      const startedAt = performance.now();
      const exceeded = (error: unknown): void => {
        report('timedOut', { note: `The deadline of ${ms} ms has passed.` });
        subscriber.error(error);
      };
      const timer = setTimeout(() => {
        const details = `Deadline exceeded after ${(ms / 1000).toFixed(3)}s`;
        exceeded(grpcError('DEADLINE_EXCEEDED', details));
      }, ms + graceMs);
      const subscription = source$
        .pipe(
          catchError((error: unknown) => {
            // The same status from further down is the callee's answer.
            const isOurs = isDeadlineExceeded(error) && performance.now() - startedAt > ms - 2;
            if (isOurs) exceeded(error);
            return throwError(() => error);
          }),
        )
        .subscribe(subscriber);
      return () => {
        clearTimeout(timer);
        subscription.unsubscribe();
      };
    });
