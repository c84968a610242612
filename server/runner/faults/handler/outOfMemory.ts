import { mergeMap, Observable } from 'rxjs';
import type { HandlerFaultAct } from './handlerFault.ts';

/** 1 MB of numbers so often: what happened until then is told before the end comes. */
const numbers = 1 << 17;
const everyMs = 4;

/**
 * The handler keeps all that it ever had, as a cache without a limit does, and V8 ends the process when there is no room
 * left. It goes on after its caller has given up, as a leak does; mended, it lets go of everything and handles the message.
 */
export const outOfMemory: HandlerFaultAct<'out_of_memory'> = (_fault, { handle, mending }) =>
  new Observable<void>((subscriber) => {
    const kept: number[][] = [];
    const timer = setInterval(() => {
      if (!mending.isOver) {
        kept.push(Array.from({ length: numbers }, () => Math.random()));
        return;
      }
      clearInterval(timer);
      subscriber.next();
      subscriber.complete();
    }, everyMs);
  }).pipe(mergeMap(() => handle()));
