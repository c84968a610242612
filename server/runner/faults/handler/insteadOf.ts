import { concat, ignoreElements, type Observable } from 'rxjs';
import type { HandlerFault } from '#shared/faults/fault.ts';
import type { Handling } from './handlerFault.ts';

/** `other$` instead of the handler; on the reply leg the handler runs first, and its answer is not seen. */
export function insteadOf({ handle }: Handling, { leg }: HandlerFault, other$: Observable<never>): Observable<unknown> {
  return leg === 'reply' ? concat(handle().pipe(ignoreElements()), other$) : other$;
}
