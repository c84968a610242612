import type { Observable } from 'rxjs';
import type { FaultOf, HandlerFaultKind } from '#shared/faults/fault.ts';

/**
 * What a handler fault does with one message. `handle` runs the handler; a fault on the `reply` leg runs it and bends
 * what it answers, any other leg acts instead of it or before it.
 */
export type HandlerFaultAct<K extends HandlerFaultKind> = (
  fault: FaultOf<K>,
  handle: () => Observable<unknown>,
) => Observable<unknown>;
