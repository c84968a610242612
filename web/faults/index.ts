import { bandwidthLook } from './bandwidth.ts';
import { blockEventLoopLook } from './blockEventLoop.ts';
import { corruptLook } from './corrupt.ts';
import { delayMessageLook } from './delayMessage.ts';
import { downLook } from './down.ts';
import { dropLook } from './drop.ts';
import { duplicateMessageLook } from './duplicateMessage.ts';
import { duplicateReplyLook } from './duplicateReply.ts';
import { flapLook } from './flap.ts';
import { holdLook } from './hold.ts';
import { killLook } from './kill.ts';
import { latencyLook } from './latency.ts';
import { limitDataLook } from './limitData.ts';
import type { FaultLooks } from './look.ts';
import { loseReplyLook } from './loseReply.ts';
import { neverReplyLook } from './neverReply.ts';
import { outOfMemoryLook } from './outOfMemory.ts';
import { pauseLook } from './pause.ts';
import { reorderLook } from './reorder.ts';
import { resetPeerLook } from './resetPeer.ts';
import { runTwiceLook } from './runTwice.ts';
import { slicerLook } from './slicer.ts';
import { slowLook } from './slow.ts';
import { slowCloseLook } from './slowClose.ts';
import { slowReplyLook } from './slowReply.ts';
import { stopLook } from './stop.ts';
import { throwErrorLook } from './throwError.ts';
import { throwRpcLook } from './throwRpc.ts';
import { timeoutLook } from './timeout.ts';
import { wrongPatternLook } from './wrongPattern.ts';
import { wrongPayloadLook } from './wrongPayload.ts';

/** Every kind of fault, in the order of the cards. */
export const faultLooks = {
  latency: latencyLook,
  bandwidth: bandwidthLook,
  timeout: timeoutLook,
  reset_peer: resetPeerLook,
  down: downLook,
  limit_data: limitDataLook,
  slicer: slicerLook,
  corrupt: corruptLook,
  slow_close: slowCloseLook,
  drop: dropLook,
  delay_message: delayMessageLook,
  duplicate_message: duplicateMessageLook,
  reorder: reorderLook,
  hold: holdLook,
  wrong_pattern: wrongPatternLook,
  throw_rpc: throwRpcLook,
  throw_error: throwErrorLook,
  never_reply: neverReplyLook,
  slow: slowLook,
  slow_reply: slowReplyLook,
  lose_reply: loseReplyLook,
  wrong_payload: wrongPayloadLook,
  duplicate_reply: duplicateReplyLook,
  run_twice: runTwiceLook,
  block_event_loop: blockEventLoopLook,
  out_of_memory: outOfMemoryLook,
  kill: killLook,
  stop: stopLook,
  pause: pauseLook,
  flap: flapLook,
} satisfies FaultLooks;
