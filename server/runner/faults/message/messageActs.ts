import type { MessageFault, MessageFaultKind } from '#shared/faults/fault.ts';
import { delayMessage } from './delayMessage.ts';
import { hold } from '../hold/hold.ts';
import { drop } from './drop.ts';
import { duplicateMessage } from './duplicateMessage.ts';
import type { ActTools, MakeMessageAct, MessageAct } from './messageAct.ts';
import { reorder } from './reorder.ts';
import { wrongPattern } from './wrongPattern.ts';

/** What each kind of message fault does: the closed list. */
const acts = {
  drop,
  delay_message: delayMessage,
  duplicate_message: duplicateMessage,
  reorder,
  hold,
  wrong_pattern: wrongPattern,
} satisfies { [K in MessageFaultKind]: MakeMessageAct<K> };

export function makeMessageAct(fault: MessageFault, tools: ActTools): MessageAct {
  // TypeScript cannot see that the act found under a fault's own kind takes that very fault.
  const make = acts[fault.kind] as (fault: MessageFault, tools: ActTools) => MessageAct;
  return make(fault, tools);
}

/** How long it may still hold what it has chosen: ended any sooner, it would let that go at once. Infinity: until it says so itself. */
export function lastsMs(fault: MessageFault): number {
  switch (fault.kind) {
    case 'delay_message':
      return fault.delayMs + fault.jitterMs;
    case 'reorder':
      return fault.withinMs;
    case 'hold':
      return Infinity;
    case 'drop':
    case 'duplicate_message':
    case 'wrong_pattern':
      return 0;
  }
}
