/**
 * One act stands for one message fault in one lane. A lane is where messages of one leg pass one by one:
 *
 *   message ─▶ act.take ─▶ … ─▶ act.take ─▶ it arrives
 *                  │   message.go ▲
 *                  └──────────────┘ now, later, more than once, under another pattern, or never
 *
 * One behaviour = one file = one function that makes such an act; `messageActs.ts` lists them.
 */
import type { FaultOf, MessageFaultKind } from '#shared/faults/fault.ts';
import type { Pattern } from '#shared/flow/pattern.ts';
import type { Clock } from '../link/clock.ts';

/** A message that a fault has chosen. */
export interface ChosenMessage {
  /** Gives it on, under this pattern or its own. May be called again: then it arrives again. */
  go(pattern?: Pattern): void;
  /** What it travels on has ended while it was held: it never arrives. */
  lose(): void;
}

export interface MessageAct {
  take(message: ChosenMessage): void;
  /** The fault is gone: what it still holds goes on, in the order in which it came. */
  release(): void;
  /** The connection, or the process, is gone: what is held is lost. */
  lose(): void;
}

export interface ActTools {
  clock: Clock;
  /** seeded */
  random: () => number;
}

export type MakeMessageAct<K extends MessageFaultKind> = (fault: FaultOf<K>, tools: ActTools) => MessageAct;
