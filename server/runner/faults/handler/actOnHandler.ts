import type { Observable } from 'rxjs';
import type { HandlerFault, HandlerFaultKind } from '#shared/faults/fault.ts';
import type { HandlerFaultAct } from './handlerFault.ts';
import { neverReply } from './neverReply.ts';
import { slow } from './slow.ts';
import { throwError } from './throwError.ts';
import { throwRpc } from './throwRpc.ts';

/** What each kind of handler fault does: the closed list. */
const acts = {
  throw_rpc: throwRpc,
  throw_error: throwError,
  never_reply: neverReply,
  slow,
} satisfies { [K in HandlerFaultKind]: HandlerFaultAct<K> };

/** One message under a fault that has chosen it. */
export function actOnHandler(fault: HandlerFault, handle: () => Observable<unknown>): Observable<unknown> {
  // TypeScript cannot see that the act found under a fault's own kind takes that very fault.
  const act = acts[fault.kind] as (fault: HandlerFault, handle: () => Observable<unknown>) => Observable<unknown>;
  return act(fault, handle);
}
