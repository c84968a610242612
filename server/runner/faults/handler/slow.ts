import { mergeMap } from 'rxjs';
import type { HandlerFaultAct } from './handlerFault.ts';

/** The handler begins later, or when the fault is mended. */
export const slow: HandlerFaultAct<'slow'> = ({ delayMs }, { handle, mending }) =>
  mending.within(delayMs).pipe(mergeMap(() => handle()));
