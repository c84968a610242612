import type { Observable } from 'rxjs';
import type { FaultOf, HandlerFaultKind } from '#shared/faults/fault.ts';
import type { HandlerBody, HandlerCall } from '../../service/handlerBody.ts';
import type { Mending } from '../mending.ts';

/** One message in the hands of a handler fault. */
export interface Handling {
  call: HandlerCall;
  /** Runs the handler, for this call or another one. Each subscription runs it once more. */
  handle: (call?: HandlerCall) => ReturnType<HandlerBody>;
  mending: Mending;
  /** The fault's own `value`, over what a handler's expressions may name and `reply`. Rejects as the expression does. */
  value: (scope: Record<string, unknown>) => Promise<unknown>;
}

/**
 * What a handler fault does with one message. A fault on the `reply` leg runs the handler and bends what it answers, any
 * other leg acts instead of it or before it.
 */
export type HandlerFaultAct<K extends HandlerFaultKind> = (
  fault: FaultOf<K>,
  handling: Handling,
) => Observable<unknown>;
