import { delayWhen, dematerialize, materialize } from 'rxjs';
import type { HandlerFaultAct } from './handlerFault.ts';

/**
 * The handler runs at once; its answers, an error too, come so much later, or when the fault is mended. A caller that has
 * given up by then gets an answer to nothing: an orphan.
 */
export const slowReply: HandlerFaultAct<'slow_reply'> = ({ delayMs }, { handle, mending }) =>
  handle().pipe(
    materialize(),
    delayWhen(() => mending.within(delayMs)),
    dematerialize(),
  );
