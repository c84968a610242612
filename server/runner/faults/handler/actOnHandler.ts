import type { Observable } from 'rxjs';
import type { HandlerFault, HandlerFaultKind } from '#shared/faults/fault.ts';
import { blockEventLoop } from './blockEventLoop.ts';
import { duplicateReply } from './duplicateReply.ts';
import type { HandlerFaultAct, Handling } from './handlerFault.ts';
import { loseReply } from './loseReply.ts';
import { neverReply } from './neverReply.ts';
import { outOfMemory } from './outOfMemory.ts';
import { runTwice } from './runTwice.ts';
import { slow } from './slow.ts';
import { slowReply } from './slowReply.ts';
import { throwError } from './throwError.ts';
import { throwRpc } from './throwRpc.ts';
import { wrongPayload } from './wrongPayload.ts';

/** What each kind of handler fault does: the closed list. */
const acts = {
  throw_rpc: throwRpc,
  throw_error: throwError,
  never_reply: neverReply,
  slow,
  slow_reply: slowReply,
  lose_reply: loseReply,
  wrong_payload: wrongPayload,
  duplicate_reply: duplicateReply,
  run_twice: runTwice,
  block_event_loop: blockEventLoop,
  out_of_memory: outOfMemory,
} satisfies { [K in HandlerFaultKind]: HandlerFaultAct<K> };

/** One message under a fault that has chosen it. */
export function actOnHandler(fault: HandlerFault, handling: Handling): Observable<unknown> {
  // TypeScript cannot see that the act found under a fault's own kind takes that very fault.
  const act = acts[fault.kind] as (fault: HandlerFault, handling: Handling) => Observable<unknown>;
  return act(fault, handling);
}
