import { concatMap, of } from 'rxjs';
import type { HandlerFaultAct } from './handlerFault.ts';

/**
 * Each value of the reply is given twice, as by a stream that somebody subscribed to twice: two frames with one id. Nest's
 * caller gets both: `firstValueFrom` hides it, who subscribes sees it.
 */
export const duplicateReply: HandlerFaultAct<'duplicate_reply'> = (_fault, { handle }) =>
  handle().pipe(concatMap((value) => of(value, value)));
