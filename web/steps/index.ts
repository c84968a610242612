import { attemptLook } from './attempt.tsx';
import { delayLook } from './delay.tsx';
import { emitLook } from './emit.tsx';
import { getLook } from './get.tsx';
import { logLook } from './log.tsx';
import { parallelLook } from './parallel.tsx';
import { replyLook } from './reply.tsx';
import { sendLook } from './send.tsx';
import { setLook } from './set.tsx';
import { streamLook } from './stream.tsx';
import { throwLook } from './throw.tsx';
import { whenLook } from './when.tsx';
import type { StepLooks } from './look.ts';

/** Every kind of step, in the order of the menu. */
export const stepLooks = {
  send: sendLook,
  emit: emitLook,
  reply: replyLook,
  throw: throwLook,
  when: whenLook,
  attempt: attemptLook,
  parallel: parallelLook,
  set: setLook,
  get: getLook,
  delay: delayLook,
  stream: streamLook,
  log: logLook,
} satisfies StepLooks;
