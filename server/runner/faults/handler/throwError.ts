import { throwError as thrown } from 'rxjs';
import type { HandlerFaultAct } from './handlerFault.ts';
import { insteadOf } from './insteadOf.ts';

/** The handler throws a plain Error: Nest tells the caller "Internal server error" and nothing more. */
export const throwError: HandlerFaultAct<'throw_error'> = (fault, handling) =>
  insteadOf(
    handling,
    fault,
    thrown(() => new Error(fault.message)),
  );
