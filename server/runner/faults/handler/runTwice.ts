import { concat } from 'rxjs';
import type { HandlerFaultAct } from './handlerFault.ts';
import { unseen } from './unseen.ts';

/**
 * One message, and the handler runs for it twice, one after the other; the second run answers. To the caller nothing is
 * wrong: what was done twice shows in the store, and further down.
 */
export const runTwice: HandlerFaultAct<'run_twice'> = (_fault, { handle }) => concat(unseen(handle()), handle());
