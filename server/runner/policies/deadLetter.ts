import { Observable } from 'rxjs';
import { describeError, toJson } from '../trace/describeError.ts';
import type { MakePolicy } from './policy.ts';

/** Tells that a message has failed for good: the server keeps what it is told. The error goes on to the caller. */
export const deadLetterPolicy: MakePolicy<'deadLetter'> = () => ({
  around: (source$, { data, report }) =>
    new Observable((subscriber) =>
      source$.subscribe({
        next: (value) => subscriber.next(value),
        error: (error: unknown) => {
          report('deadLettered', {
            data: toJson(data),
            error: describeError(error),
            note: 'Kept in the dead letters of this wire.',
          });
          subscriber.error(error);
        },
        complete: () => subscriber.complete(),
      }),
    ),
});
