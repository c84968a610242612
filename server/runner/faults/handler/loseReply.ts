import { concat, NEVER } from 'rxjs';
import type { HandlerFaultAct } from './handlerFault.ts';
import { unseen } from './unseen.ts';

/** The handler runs to its end, and what it answers is lost, an error too: whoever asks again has the work done twice. */
export const loseReply: HandlerFaultAct<'lose_reply'> = (_fault, { handle }) => concat(unseen(handle()), NEVER);
