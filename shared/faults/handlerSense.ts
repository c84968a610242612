import type { Handler } from '../flow/flow.ts';
import { problem, type Problem } from '../problem.ts';
import type { MessageKind } from '../trace.ts';
import type { HandlerFault, HandlerFaultKind } from './fault.ts';

/**
 * What is no fault at all, however it is set: half of a handler fault's legs, and what asks for a reply where there is
 * none. A service stands for all its handlers: there such a fault passes over the messages it could not touch.
 */

/** The one leg of those that know no other; `both` says the same. Who means the other one is told which kind does that. */
const onlyLeg: Partial<Record<HandlerFaultKind, { leg: 'request' | 'reply'; instead: string }>> = {
  never_reply: { leg: 'request', instead: 'take "lose_reply" to run the handler and lose its answer' },
  slow: { leg: 'request', instead: 'take "slow_reply" to hold up the answer' },
  run_twice: { leg: 'request', instead: 'take "duplicate_reply" to double the answer' },
  block_event_loop: { leg: 'request', instead: 'take "slow_reply" to hold up the answer' },
  out_of_memory: { leg: 'request', instead: 'take "lose_reply" to run the handler and lose its answer' },
  slow_reply: { leg: 'reply', instead: 'take "slow" to hold up the handler' },
  lose_reply: { leg: 'reply', instead: 'take "never_reply" to leave the handler out' },
  duplicate_reply: { leg: 'reply', instead: 'take "run_twice" to run the handler again' },
};

/** Whether it can do anything to a message of this kind: events have no reply, and HTTP has room for one only. */
export function actsOnMessageKind(fault: HandlerFault, kind: MessageKind): boolean {
  if (kind === 'event') return !changesOnlyReply(fault);
  return kind !== 'http' || fault.kind !== 'duplicate_reply';
}

/** Why a handler fault could never act, here or anywhere. `handler`: the one that it is meant for, if it is one. */
export function handlerFaultRefusal(fault: HandlerFault, handler: Handler | undefined): Problem | undefined {
  const only = onlyLeg[fault.kind];
  if (only !== undefined && fault.leg !== 'both' && fault.leg !== only.leg) {
    const message = `A "${fault.kind}" fault has no ${fault.leg} leg. Leave the leg out, or ${only.instead}.`;
    return problem('badInput', message, 'leg');
  }
  if (handler === undefined || actsOnMessageKind(fault, messageKindOf(handler))) return undefined;
  const message =
    'event' in handler.on
      ? `A "${fault.kind}" fault acts on a reply, and nobody replies to an event. Choose another kind.`
      : `An HTTP request has one response, so a "${fault.kind}" fault can do nothing there. Choose another kind.`;
  return problem('noEffect', message, 'target.handler');
}

function changesOnlyReply({ kind, leg }: HandlerFault): boolean {
  return onlyLeg[kind]?.leg === 'reply' || (kind === 'wrong_payload' && leg === 'reply');
}

function messageKindOf({ on }: Handler): MessageKind {
  if ('http' in on) return 'http';
  return 'event' in on ? 'event' : 'request';
}
