import { NEVER } from 'rxjs';
import type { HandlerFaultAct } from './handlerFault.ts';

/** The handler does not run, and no answer comes, ever: the caller hangs until it gives up. */
export const neverReply: HandlerFaultAct<'never_reply'> = () => NEVER;
