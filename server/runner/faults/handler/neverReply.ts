import { NEVER } from 'rxjs';
import type { HandlerFaultAct } from './handlerFault.ts';
import { insteadOf } from './insteadOf.ts';

/** No answer, ever: the caller hangs until it gives up. On the reply leg the work is done all the same. */
export const neverReply: HandlerFaultAct<'never_reply'> = (fault, handle) => insteadOf(handle, fault, NEVER);
