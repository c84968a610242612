import { concat, ignoreElements, type Observable } from 'rxjs';
import type { HandlerFault } from '#shared/faults/fault.ts';

/** `other$` instead of the handler; on the reply leg the handler runs first, and its answer is not seen. */
export function insteadOf(
  handle: () => Observable<unknown>,
  { leg }: HandlerFault,
  other$: Observable<never>,
): Observable<unknown> {
  return leg === 'reply' ? concat(handle().pipe(ignoreElements()), other$) : other$;
}
