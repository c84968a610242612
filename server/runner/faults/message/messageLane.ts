import { AsyncResource } from 'node:async_hooks';
import type { MessageFault } from '#shared/faults/fault.ts';
import type { Pattern } from '#shared/flow/pattern.ts';
import { seededRandom } from '#shared/random.ts';
import type { HopContext } from '../../trace/context.ts';
import type { ActiveFault } from '../activeFaults.ts';
import { systemClock } from '../link/clock.ts';
import { matches } from '../matches.ts';
import type { ChosenMessage, MessageAct } from './messageAct.ts';
import { lastsMs, makeMessageAct } from './messageActs.ts';

export type MessageLeg = 'request' | 'reply';

/** The message faults of one place. */
export interface MessageFaults {
  /** The message faults that act here now; asked for each message, and the same objects as long as they stay. */
  faults: () => readonly ActiveFault<MessageFault>[];
  /** It acts once more. False when it is off already. */
  hit: (fault: MessageFault, lastsMs: number) => boolean;
}

export interface LaneParts extends MessageFaults {
  leg: MessageLeg;
  /** Tells the chances here from those in other lanes. */
  name: string;
  report: (fault: MessageFault, hop: HopContext) => void;
}

/** A message on its way. */
export interface PassingMessage extends ChosenMessage {
  hop: HopContext;
  /** What `match` may name, beside `meta` and `pattern`. */
  scope: Record<string, unknown>;
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

  pass(message: PassingMessage): void {
    const { leg, faults } = this.#parts;
    const drawn = faults().filter((active) => isMeant(active.fault, leg) && this.#draw(active.fault));
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

  /** What the messages travel on is gone, and what is held with it. */
  lose(): void {
    const acting = [...this.#acting.values()];
    this.#acting.clear();
    for (const { act } of acting) act.lose();
  }

  async #passMatching(drawn: readonly ActiveFault<MessageFault>[], message: PassingMessage): Promise<void> {
    const { hop, scope } = message;
    const chosen: ActiveFault<MessageFault>[] = [];
    for (const active of drawn) if (await matches(active, { hop, scope })) chosen.push(active);
    this.#under(chosen, message);
  }

  #under(drawn: readonly ActiveFault<MessageFault>[], message: PassingMessage): void {
    const { hit, report } = this.#parts;
    const acts: MessageAct[] = [];
    for (const { fault } of drawn) {
      // Taken first: with its last hit the fault ends.
      const { act } = this.#actingOf(fault);
      if (!hit(fault, lastsMs(fault))) continue;
      report(fault, message.hop);
      acts.push(act);
    }
    const held = acts.length === 0 ? message : bound(message);
    const through = (at: number, pattern?: Pattern): void => {
      const act = acts[at];
      if (act === undefined) held.go(pattern);
      else act.take({ go: (other = pattern) => through(at + 1, other), lose: () => held.lose() });
    };
    through(0);
  }

  #draw(fault: MessageFault): boolean {
    return this.#actingOf(fault).dice() < fault.rate;
  }

  #actingOf(fault: MessageFault): Acting {
    const known = this.#acting.get(fault);
    if (known !== undefined) return known;
    const { name, leg } = this.#parts;
    const seed = `${fault.seed ?? fault.id} ${name} ${leg}`;
    const act = makeMessageAct(fault, { clock: systemClock, random: seededRandom(`${seed} act`) });
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

/** It goes on later, out of a timer or out of somebody's mending: in its own context all the same. */
function bound(message: PassingMessage): PassingMessage {
  const { hop, scope } = message;
  return { hop, scope, go: AsyncResource.bind(message.go), lose: AsyncResource.bind(message.lose) };
}
