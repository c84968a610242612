/**
 * One toxic stands for one fault in one leg of one connection (Toxiproxy's word and model):
 *
 *   source socket ─▶ toxic.push ─▶ … ─▶ toxic.push ─▶ sink socket
 *                        │  link.pass ▲
 *                        └────────────┘ now, later, changed, or never
 *
 * One behaviour = one file = one function that makes such a toxic; `toxics.ts` lists them. It holds no sockets: what it
 * may do to its connection is in Link, and whatever it started ends in stop().
 */
import type { LinkFault, LinkFaultKind } from '#shared/faults/fault.ts';
import type { Clock } from '../clock.ts';

export type LinkLeg = 'request' | 'reply';

/** What goes through a link: bytes, or once, as the last thing, that the sender has ended. */
export const end = Symbol('end of the stream');
export type Item = Buffer | typeof end;

export interface Toxic {
  push(item: Item): void;
  /** The fault is gone, or the connection is: passes on what is still held, and calls off its timers. */
  stop(): void;
}

/** The connection, as a toxic may use it. */
export interface Link {
  readonly leg: LinkLeg;
  readonly clock: Clock;
  /** seeded */
  random(): number;
  /** Gives on to the next toxic, at last to the other side. */
  pass(item: Item): void;
  /** These bytes will never be passed. Every byte pushed is either passed or dropped, else the sender stays paused. */
  drop(bytes: number): void;
  /** Ends the connection on both sides: as an orderly close, or as a reset (RST). */
  close(how: 'close' | 'reset'): void;
  /** For the trace. What happens to bytes may be said of every chunk: reports of one burst are made one. */
  report(act: InjectedAct): void;
}

/** What a fault did. */
export type InjectedAct =
  | { act: 'delayed'; delayMs: number; bytes: number }
  | { act: 'dropped'; bytes: number }
  | { act: 'sliced'; delayMs: number; bytes: number }
  | { act: 'corrupted'; bytes: number }
  | { act: 'closedLate'; delayMs: number }
  | { act: 'closed' }
  | { act: 'reset' }
  | { act: 'refused' };

export type FaultOfKind<K extends LinkFaultKind> = Extract<LinkFault, { kind: K }>;
export type MakeToxic<K extends LinkFaultKind> = (fault: FaultOfKind<K>, link: Link) => Toxic;
