import { downLook } from './down.ts';
import { latencyLook } from './latency.ts';
import type { FaultLooks } from './look.ts';
import { neverReplyLook } from './neverReply.ts';
import { resetPeerLook } from './resetPeer.ts';
import { slowLook } from './slow.ts';
import { throwErrorLook } from './throwError.ts';
import { throwRpcLook } from './throwRpc.ts';
import { timeoutLook } from './timeout.ts';

/** Every kind of fault, in the order of the cards. */
export const faultLooks = {
  latency: latencyLook,
  timeout: timeoutLook,
  reset_peer: resetPeerLook,
  down: downLook,
  throw_rpc: throwRpcLook,
  throw_error: throwErrorLook,
  never_reply: neverReplyLook,
  slow: slowLook,
} satisfies FaultLooks;
