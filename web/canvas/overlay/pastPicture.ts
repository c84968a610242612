import { isHopEvent, type ChangeEvent, type HopEvent, type TraceEvent } from '#shared/trace.ts';
import { Intervals, type Interval } from '../../time/intervals.ts';
import type { BrokerOf } from './brokerOf.ts';
import type { Dot } from './choreographer.ts';
import { PastLegs, type Leg } from './pastLegs.ts';
import { PendingCalls, type PendingOnWire } from './pendingCalls.ts';

/** What the canvas shows of one moment; times of the dots in ms of the events' clock. */
export interface Picture {
  nowMs: number;
  dots: Dot[];
  pending: PendingOnWire[];
}

interface Waiting extends Interval {
  call: HopEvent;
}

/** More of what is just over is not to be told apart; what is under way is shown whatever it is. */
const maxLingering = 300;
/** Where a message is drawn of which nobody knows when it will arrive. */
const unknownShare = 0.6;

/** The messages of a stretch of time, to be asked where they were. Fed in the order of time; asking costs about what it shows. */
export class PastPicture {
  readonly #legs: PastLegs;
  readonly #waits = new Intervals<Waiting>();
  readonly #open = new Map<string, Waiting>();

  constructor(brokerOf: BrokerOf) {
    this.#legs = new PastLegs(brokerOf);
  }

  add(events: readonly TraceEvent[]): void {
    for (const event of events) {
      this.#legs.add(event);
      if (isHopEvent(event)) this.#wait(event);
      else if (event.type === 'serviceChanged' && event.state === 'down') this.#callerDied(event);
    }
  }

  /** `lingerUs`: what was over by then, but not for longer, is shown as it ended; as much as one step of whoever drags skips. */
  at(atUs: number, lingerUs = 0): Picture {
    const pending = new PendingCalls();
    pending.take(this.#waits.at(atUs).map(({ call }) => call));
    const legs = this.#legs.legs.at(atUs, lingerUs);
    const alive = legs.filter(({ endUs }) => endUs > atUs);
    const over = lastOfHops(
      legs.filter(({ endUs }) => endUs <= atUs),
      new Set(alive.map(({ hopId }) => hopId)),
    );
    const dots = [...over.slice(-maxLingering), ...alive].map(dotOf);
    return { nowMs: atUs / 1000, dots, pending: pending.onWires(atUs) };
  }

  #wait(event: HopEvent): void {
    const { type, hopId, kind, attempts, atUs } = event;
    if (type === 'called' && kind === 'request' && attempts === undefined) {
      const waiting: Waiting = { startUs: atUs, endUs: Infinity, call: event };
      this.#open.set(hopId, waiting);
      this.#waits.add(waiting);
    }
    if (type === 'completed' || type === 'failed' || type === 'cancelled') this.#end(hopId, atUs);
  }

  #end(hopId: string, atUs: number): void {
    const waiting = this.#open.get(hopId);
    if (waiting === undefined) return;
    waiting.endUs = atUs;
    this.#waits.changed();
    this.#open.delete(hopId);
  }

  #callerDied({ service, replica, atUs }: ChangeEvent): void {
    for (const [hopId, { call }] of this.#open) {
      if (call.service === service && (replica === undefined || call.replica === replica)) this.#end(hopId, atUs);
    }
  }
}

/** Of each message that is over the last stretch alone. */
function lastOfHops(legs: readonly Leg[], others: ReadonlySet<string>): Leg[] {
  const last = new Map<string, Leg>();
  for (const leg of legs) if (!others.has(leg.hopId)) last.set(leg.hopId, leg);
  return [...last.values()];
}

function dotOf({ hopId, line, shape, from, to, startUs, endUs }: Leg): Dot {
  const startMs = startUs / 1000;
  const at = from + (to - from) * unknownShare;
  return endUs === Infinity
    ? { hopId, line, shape, from: at, to: at, startMs, endMs: startMs + 1 }
    : { hopId, line, shape, from, to, startMs, endMs: Math.max(startMs + 0.001, endUs / 1000) };
}
