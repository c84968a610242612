import { mergeMap, Observable } from 'rxjs';
import type { HandlerFaultAct } from './handlerFault.ts';
import { blockInTurn } from './blockInTurn.ts';

/**
 * Everything in this process stands still before the handler runs, as under a long computation or a `…Sync` call: all
 * services that share the process, as the modules of a monolith do.
 */
export const blockEventLoop: HandlerFaultAct<'block_event_loop'> = ({ blockMs }, { handle, mending }) =>
  new Observable<void>((subscriber) => {
    const block = async (): Promise<void> => {
      await blockInTurn(blockMs, () => mending.isOver || subscriber.closed);
      subscriber.next();
      subscriber.complete();
    };
    void block();
  }).pipe(mergeMap(() => handle()));
