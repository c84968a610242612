import { isHopEvent, type HopEvent, type TraceEvent } from '#shared/trace.ts';
import { hearsLine, outsideLine } from '../geometry/connections.ts';
import type { BrokerOf } from './brokerOf.ts';
import { OneByOne } from './oneByOne.ts';
import { lineOf, Traffic } from './traffic.ts';

/**
 * Turns events into dots that move at a pace a person can follow. A message that took 1 ms is still shown for `legMs`, and
 * nothing is shown before what caused it has arrived: a handler's calls start when its own message has got there.
 * Time here is the picture's own: it stands still while paused and runs slower at ¼×.
 */
export type DotShape = 'request' | 'reply' | 'event' | 'error' | 'ghost' | 'lost';

export interface Dot {
  hopId: string;
  line: string;
  shape: DotShape;
  /** Shares of the line's length. */
  from: number;
  to: number;
  startMs: number;
  endMs: number;
}

export const legMs = 420;
/** The picture may lag behind what happened by this much, then it catches up. */
const maxLagMs = 8000;
const maxDots = 2000;
const maxKept = 6000;

interface Shown {
  line?: string | undefined;
  parent?: string | undefined;
  /** When what the picture shows of this message has got to its handler, or back to its caller. */
  readyMs: number;
  viaBroker: boolean;
  replied: boolean;
  /** The call itself was never on the wire: its attempts were, or a policy refused it. */
  stayed: boolean;
}

export class Choreographer {
  readonly traffic: Traffic;
  #nowMs = 0;
  #dots: Dot[] = [];
  readonly #shown = new Map<string, Shown>();
  readonly #brokerOf: BrokerOf;
  #oneByOne: OneByOne<Dot> | undefined;

  constructor(brokerOf: BrokerOf) {
    this.#brokerOf = brokerOf;
    this.traffic = new Traffic(brokerOf);
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  take(events: readonly TraceEvent[]): void {
    for (const event of events) {
      if (isHopEvent(event)) for (const chosen of this.traffic.choose(event)) this.#takeOne(chosen);
    }
    this.#makeRoom();
  }

  /** Each message waits until the one before has got to its end. */
  set oneByOne(isWanted: boolean) {
    this.#oneByOne = isWanted ? new OneByOne() : undefined;
  }

  advance(byMs: number): void {
    const arrived = this.#oneByOne?.advance(this.#dots, { nowMs: this.#nowMs, byMs });
    this.#nowMs += byMs;
    const isOver = (dot: Dot): boolean => (this.#oneByOne === undefined ? dot.endMs <= this.#nowMs : dot === arrived);
    if (this.#dots.some(isOver)) this.#dots = this.#dots.filter((dot) => !isOver(dot));
  }

  /** Dots that are moving now. */
  moving(): Dot[] {
    return this.#oneByOne?.moving ?? this.#dots.filter(({ startMs }) => startMs <= this.#nowMs);
  }

  get isIdle(): boolean {
    return this.#dots.length === 0;
  }

  /** How far to go on so that the next waiting message has moved all its way. */
  nextStepMs(): number {
    if (this.#oneByOne !== undefined) return this.#oneByOne.stepMs(this.#dots, this.#nowMs);
    const ends = this.#dots.map(({ endMs }) => endMs - this.#nowMs);
    return ends.length === 0 ? 0 : Math.min(...ends) + 1;
  }

  clear(): void {
    this.#dots = [];
    this.#shown.clear();
    this.traffic.clear();
    this.oneByOne = this.#oneByOne !== undefined;
  }

  #takeOne(event: HopEvent): void {
    switch (event.type) {
      case 'called':
        this.#known(event);
        break;
      case 'sent':
        this.#sent(event);
        break;
      case 'received':
        this.#received(event);
        break;
      case 'replied':
        this.#replied(event);
        break;
      case 'answered':
        this.#answered(event);
        break;
      case 'timedOut':
        this.#timedOut(event);
        break;
      case 'failed':
        this.#failed(event);
        break;
      case 'rejected':
        this.#rejected(event);
        break;
      case 'lost':
        this.#stay(event, { shape: 'lost', at: 1 });
        break;
      case 'orphaned':
        this.#orphaned(event);
        break;
      case 'cancelled':
        // It says why where nothing has left: nobody subscribed.
        if (event.note !== undefined) this.#stay(event, { shape: 'lost', at: 0.08 });
        break;
      case 'unhandled':
      case 'started':
      case 'threw':
      case 'completed':
      case 'retried':
      case 'breakerChanged':
      case 'fellBack':
      case 'hedged':
      case 'deadLettered':
      case 'replayed':
      case 'held':
      case 'released':
      case 'injected':
      case 'logged':
        break;
    }
  }

  #known(event: HopEvent): Shown {
    const known = this.#shown.get(event.hopId);
    if (known !== undefined) return known;
    const parent = event.parentId === undefined ? undefined : this.#shown.get(event.parentId);
    const shown: Shown = {
      line: lineOf(event),
      parent: event.parentId,
      readyMs: this.#soon(parent?.readyMs ?? 0),
      viaBroker: false,
      replied: false,
      stayed: event.attempts !== undefined,
    };
    this.#shown.set(event.hopId, shown);
    return shown;
  }

  #sent(event: HopEvent): void {
    const shown = this.#known(event);
    const parent = shown.parent === undefined ? undefined : this.#shown.get(shown.parent);
    shown.readyMs = Math.max(shown.readyMs, this.#soon(parent?.readyMs ?? 0));
    this.#move(event, shown, { line: shown.line, shape: event.kind === 'event' ? 'event' : 'request', back: false });
  }

  #received(event: HopEvent): void {
    const shown = this.#known(event);
    const broker = this.#brokerOf(event.service ?? '', event.listener ?? '');
    if (event.service === undefined || (broker === undefined && !this.traffic.isFromOutside(event.hopId))) return;
    const line = broker === undefined ? outsideLine(event.service) : hearsLine(broker, event.service);
    if (broker === undefined) shown.line = line;
    else shown.viaBroker = true;
    const readyMs = shown.readyMs;
    this.#move(event, shown, { line, shape: event.kind === 'event' ? 'event' : 'request', back: false });
    // Every replica and every subscriber gets it at once, not one after the other.
    if (event.kind === 'event') shown.readyMs = readyMs;
  }

  #replied(event: HopEvent): void {
    if (event.kind === 'event') return;
    const shown = this.#known(event);
    const broker = this.#brokerOf(event.service ?? '', event.listener ?? '');
    const isError = event.error !== undefined || (event.status ?? 0) >= 400;
    const line = broker === undefined || event.service === undefined ? shown.line : hearsLine(broker, event.service);
    shown.replied = true;
    this.#move(event, shown, { line, shape: isError ? 'error' : 'reply', back: true });
    this.#parentGoesOn(shown);
  }

  #answered(event: HopEvent): void {
    const shown = this.#known(event);
    if (shown.stayed) {
      this.#parentGoesOn(shown);
      return;
    }
    if (shown.replied && !shown.viaBroker) return;
    this.#move(event, shown, { line: shown.line, shape: 'reply', back: true });
    this.#parentGoesOn(shown);
  }

  #timedOut(event: HopEvent): void {
    this.#stay(event, { shape: 'ghost', at: 0.88 });
  }

  #failed(event: HopEvent): void {
    const shown = this.#known(event);
    if (!shown.stayed && (!shown.replied || shown.viaBroker)) {
      this.#move(event, shown, { line: shown.line, shape: 'error', back: true });
    }
    this.#parentGoesOn(shown);
  }

  /** A policy of its own wire refused it: the mark stands where it did not set out. */
  #rejected(event: HopEvent): void {
    this.#stay(event, { shape: 'error', at: 0.08 });
    this.#known(event).stayed = true;
  }

  #orphaned(event: HopEvent): void {
    const { hopId } = event;
    const { line, readyMs } = this.#known(event);
    if (line === undefined) return;
    const startMs = this.#soon(readyMs);
    this.#dots.push({ hopId, line, shape: 'ghost', from: 1, to: 0.12, startMs, endMs: startMs + 3 * legMs });
  }

  /** The caller has its answer: what it does next is shown from then on. */
  #parentGoesOn({ parent, readyMs }: Shown): void {
    const caller = parent === undefined ? undefined : this.#shown.get(parent);
    if (caller !== undefined) caller.readyMs = Math.max(caller.readyMs, readyMs);
  }

  #move(
    event: HopEvent,
    shown: Shown,
    { line, shape, back }: { line: string | undefined; shape: DotShape; back: boolean },
  ): void {
    const startMs = this.#soon(shown.readyMs);
    shown.readyMs = startMs + legMs;
    if (line === undefined) return;
    if (shape !== 'error' && this.#dots.length >= maxDots) return;
    this.#dots.push({
      hopId: event.hopId,
      line,
      shape,
      from: back ? 1 : 0,
      to: back ? 0 : 1,
      startMs,
      endMs: startMs + legMs,
    });
  }

  #stay(event: HopEvent, { shape, at }: { shape: DotShape; at: number }): void {
    const shown = this.#known(event);
    const startMs = this.#soon(shown.readyMs);
    if (shown.line !== undefined) {
      this.#dots.push({
        hopId: event.hopId,
        line: shown.line,
        shape,
        from: at,
        to: at,
        startMs,
        endMs: startMs + 4 * legMs,
      });
    }
  }

  /** Not before now, and not so late that the picture falls behind for good. */
  #soon(atMs: number): number {
    return atMs - this.#nowMs > maxLagMs ? this.#nowMs : Math.max(atMs, this.#nowMs);
  }

  #makeRoom(): void {
    if (this.#shown.size <= maxKept) return;
    for (const hopId of [...this.#shown.keys()].slice(0, maxKept / 2)) this.#shown.delete(hopId);
  }
}
