/**
 * One act stands for one message fault in one lane. A lane is where messages of one leg pass one by one:
 *
 *   message ─▶ act.take ─▶ … ─▶ act.take ─▶ it arrives
 *                  │   message.go ▲
 *                  └──────────────┘ now, later, more than once, as another message, or never
 *
 * One behaviour = one file = one function that makes such an act; `messageActs.ts` lists them.
 */
import type { FaultOf, MessageFaultKind } from '#shared/faults/fault.ts';
import type { HopContext } from '../../trace/context.ts';
import type { HeldBoard } from '../hold/heldBoard.ts';
import type { HeldLane } from '../hold/heldEntry.ts';
import type { Clock } from '../link/clock.ts';
import type { PassingMessage } from './passingMessage.ts';

export interface MessageAct {
  /** Asked before it counts as hit. */
  hasRoom?(hop: HopContext): boolean;
  take(message: PassingMessage): void;
  /** The fault is gone: what it still holds goes on, in the order in which it came. */
  release(): void;
  /** The connection, or the process, is gone: what is held is lost. It acts on what comes over the next one. */
  lose(): void;
}

export interface ActTools {
  clock: Clock;
  /** seeded */
  random: () => number;
  board: HeldBoard;
  lane: HeldLane;
}

export type MakeMessageAct<K extends MessageFaultKind> = (fault: FaultOf<K>, tools: ActTools) => MessageAct;
