import { catchError, EMPTY, ignoreElements, type Observable } from 'rxjs';

/** Runs it to its end, well or badly, and tells nobody what came of it. */
export const unseen = (values$: Observable<unknown>): Observable<never> =>
  values$.pipe(
    ignoreElements(),
    catchError(() => EMPTY),
  );
