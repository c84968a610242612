import { throwError, timeout, TimeoutError } from 'rxjs';
import type { MakePolicy } from './policy.ts';

/** `send(…).pipe(timeout(ms))`: the caller gives up after `ms` without a value; the work goes on without it. */
export const timeoutPolicy: MakePolicy<'timeout'> = ({ ms }) => ({
  around: (source$, { report }) =>
    source$.pipe(
      timeout({
        each: ms,
        with: (info) => {
          report('timedOut', { note: `No value within ${ms} ms.` });
          // The same error that `timeout(ms)` throws by itself.
          return throwError(() => new TimeoutError(info));
        },
      }),
    ),
});
