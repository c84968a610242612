import { delay, dematerialize, materialize, mergeMap, timer } from 'rxjs';
import type { HandlerFaultAct } from './handlerFault.ts';

/** The handler begins later; on the reply leg it begins at once and its answers, errors too, come later. */
export const slow: HandlerFaultAct<'slow'> = ({ leg, delayMs }, handle) =>
  leg === 'reply'
    ? handle().pipe(materialize(), delay(delayMs), dematerialize())
    : timer(delayMs).pipe(mergeMap(handle));
