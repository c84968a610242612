import { AsyncResource } from 'node:async_hooks';
import type { MessageFault } from '#shared/faults/fault.ts';
import { seededRandom } from '#shared/random.ts';
import type { HopContext } from '../../trace/context.ts';
import type { ActiveFault } from '../activeFaults.ts';
import type { HeldBoard } from '../hold/heldBoard.ts';
import { systemClock } from '../link/clock.ts';
import { matches } from '../matches.ts';
import type { MessageAct } from './messageAct.ts';
import { lastsMs, makeMessageAct } from './messageActs.ts';
import type { MessageChange, PassingMessage } from './passingMessage.ts';

export type MessageLeg = 'request' | 'reply';

/** The message faults of one place. */
export interface MessageFaults {
  /** The message faults that act here now, on this message if one is given; the same objects as long as they stay. */
  faults: (hop?: HopContext) => readonly ActiveFault<MessageFault>[];
  /** It acts once more. False when it is off already. */
  hit: (fault: MessageFault, lastsMs: number) => boolean;
  /** Where the messages are that a breakpoint holds. */
  board: HeldBoard;
}

export interface LaneParts extends MessageFaults {
  leg: MessageLeg;
  /** Tells the chances here from those in other lanes. */
  name: string;
  report: (fault: MessageFault, hop: HopContext) => void;
  /** A fault held it when what it travels on ended. */
  reportLost: (hop: HopContext, leg: MessageLeg) => void;
}

interface Acting {
  act: MessageAct;
  /** Whether a message is hit. Drawn for each that passes, so that the same traffic is hit the same way again. */
  dice: () => number;
}

/** Where messages of one leg pass one by one, through the faults that choose them. Without any they are passed on at once. */
export class MessageLane {
  readonly #parts: LaneParts;
  readonly #acting = new Map<MessageFault, Acting>();

  constructor(parts: LaneParts) {
    this.#parts = parts;
  }

  get leg(): MessageLeg {
    return this.#parts.leg;
  }

  pass(message: PassingMessage): void {
    const { leg, faults } = this.#parts;
    const drawn = faults(message.hop).filter((active) => isMeant(active.fault, leg) && this.#draw(active.fault));
    if (drawn.length === 0) message.go();
    else if (drawn.every(({ match }) => match === undefined)) this.#under(drawn, message);
    else void this.#passMatching(drawn, bound(message));
  }

  /** After other faults are on: what those that are gone still hold goes on. */
  refresh(): void {
    const now = new Set(this.#parts.faults().map(({ fault }) => fault));
    for (const [fault, { act }] of this.#acting) {
      if (now.has(fault)) continue;
      this.#acting.delete(fault);
      act.release();
    }
  }

  /** What the messages travel on is gone, and what is held with it. Chance goes on: it is the fault's, not the connection's. */
  lose(): void {
    const acting = [...this.#acting.values()];
    for (const { act } of acting) act.lose();
    this.#parts.board.lose(this);
  }

  async #passMatching(drawn: readonly ActiveFault<MessageFault>[], message: PassingMessage): Promise<void> {
    const { hop, scope } = message;
    const chosen: ActiveFault<MessageFault>[] = [];
    for (const active of drawn) if (await matches(active, { hop, scope })) chosen.push(active);
    this.#under(chosen, message);
  }

  #under(drawn: readonly ActiveFault<MessageFault>[], message: PassingMessage): void {
    const { hit, report, reportLost, leg } = this.#parts;
    const { hop } = message;
    const acts: MessageAct[] = [];
    for (const { fault } of drawn) {
      // Taken first: with its last hit the fault ends.
      const { act } = this.#actingOf(fault);
      if (act.hasRoom?.(hop) === false || !hit(fault, lastsMs(fault))) continue;
      report(fault, hop);
      acts.push(act);
    }
    const held = acts.length === 0 ? message : bound(message);
    const lose = (): void => {
      reportLost(hop, leg);
      held.lose();
    };
    const through = (at: number, change: MessageChange): void => {
      const act = acts[at];
      const go = (more?: MessageChange): void => through(at + 1, { ...change, ...more });
      if (act === undefined) held.go(change);
      else act.take({ hop, scope: scopeOf(message.scope, change), go, lose });
    };
    through(0, {});
  }

  #draw(fault: MessageFault): boolean {
    return this.#actingOf(fault).dice() < fault.rate;
  }

  #actingOf(fault: MessageFault): Acting {
    const known = this.#acting.get(fault);
    if (known !== undefined) return known;
    const { name, leg } = this.#parts;
    const seed = `${fault.seed ?? fault.id} ${name} ${leg}`;
    const { board } = this.#parts;
    const random = seededRandom(`${seed} act`);
    const act = makeMessageAct(fault, { clock: systemClock, random, board, lane: this });
    const acting = { act, dice: seededRandom(seed) };
    this.#acting.set(fault, acting);
    return acting;
  }
}

/** Replies have no pattern that could be wrong: that fault acts on what is sent, whatever its leg says. */
function isMeant({ kind, leg }: MessageFault, here: MessageLeg): boolean {
  if (kind === 'wrong_pattern') return here === 'request';
  return leg === 'both' || leg === here;
}

/** What the message carries after the faults before. */
function scopeOf(scope: PassingMessage['scope'], { payload }: MessageChange): PassingMessage['scope'] {
  if (payload === undefined) return scope;
  return 'error' in scope ? { ...scope, error: payload.value } : { ...scope, data: payload.value };
}

/** It goes on later, out of a timer or out of somebody's mending: in its own context all the same. */
function bound(message: PassingMessage): PassingMessage {
  const { hop, scope } = message;
  return { hop, scope, go: AsyncResource.bind(message.go), lose: AsyncResource.bind(message.lose) };
}
