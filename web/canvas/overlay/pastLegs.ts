import { isHopEvent, type ChangeEvent, type HopEvent, type TraceEvent } from '#shared/trace.ts';
import { Intervals, type Interval } from '../../time/intervals.ts';
import { drivesLine, hearsLine, outsideLine, wireLine } from '../geometry/connections.ts';
import type { BrokerOf } from './brokerOf.ts';
import type { DotShape } from './choreographer.ts';

/** A stretch of a message's life on one line. Where it rests at a handler, or where a mark stands, both shares are the same. */
export interface Leg extends Interval {
  hopId: string;
  line: string;
  shape: DotShape;
  /** Shares of the line's length. */
  from: number;
  to: number;
}

interface Course {
  line: string | undefined;
  caller: string | undefined;
  /** From the caller, until somebody receives it. */
  out: Leg | undefined;
  /** At its handlers, by `service replica`. */
  rests: Map<string, Leg>;
  /** On their way back. */
  replies: Leg[];
}

/** What failed, was lost or came too late is pointed at for so long. */
const markUs = 1_500_000;
/** An event that nobody is heard to receive is not drawn for ever. */
const eventUs = 1_000_000;
/** A reply to somebody outside. */
const outsideUs = 300_000;
/** Of older messages nothing more is expected. */
const maxCourses = 5000;

/**
 * Where messages really were, at their real pace: unlike the live picture, which shows each of them slowly enough to be seen.
 *
 *   sent ──out──▶ received ──rest──▶ replied ──back──▶ answered       over a broker, half of each way is on either line
 *
 * Fed in the order of time.
 */
export class PastLegs {
  readonly legs = new Intervals<Leg>();
  readonly #courses = new Map<string, Course>();
  readonly #brokerOf: BrokerOf;

  constructor(brokerOf: BrokerOf) {
    this.#brokerOf = brokerOf;
  }

  add(event: TraceEvent): void {
    if (isHopEvent(event)) this.#addHop(event);
    else if (event.type === 'serviceChanged' && event.state === 'down') this.#wentDown(event);
  }

  #addHop(event: HopEvent): void {
    switch (event.type) {
      case 'called':
        this.#course(event);
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
      case 'completed':
        this.#back(event);
        break;
      case 'cancelled':
        if (!this.#back(event) && event.note !== undefined) this.#mark(event, 'lost', 0.08);
        break;
      case 'failed':
        if (!this.#back(event)) this.#mark(event, 'error', 0.08);
        break;
      case 'timedOut':
        this.#mark(event, 'ghost', 0.88);
        break;
      case 'rejected':
        this.#mark(event, 'error', 0.08);
        break;
      case 'lost':
        this.#mark(event, 'lost', 1);
        break;
      case 'orphaned':
        this.#back(event);
        this.#mark(event, 'ghost', 0.12);
        break;
      case 'unhandled':
        this.#close(this.#course(event).out, event.atUs);
        break;
      case 'started':
      case 'threw':
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

  #course(event: HopEvent): Course {
    const known = this.#courses.get(event.hopId);
    if (known !== undefined) return known;
    const { wire, driver, service, hopId } = event;
    const line = wire === undefined ? (driver === undefined ? undefined : drivesLine(driver)) : wireLine(wire);
    const course: Course = {
      line,
      caller: line === undefined ? undefined : service,
      out: undefined,
      rests: new Map(),
      replies: [],
    };
    this.#courses.set(hopId, course);
    if (this.#courses.size > maxCourses) {
      for (const oldest of this.#courses.keys()) {
        this.#courses.delete(oldest);
        break;
      }
    }
    return course;
  }

  #leg(event: HopEvent, leg: Omit<Leg, 'hopId'>): Leg {
    const whole = { hopId: event.hopId, ...leg };
    this.legs.add(whole);
    return whole;
  }

  #close(leg: Leg | undefined, atUs: number): void {
    if (leg === undefined || leg.endUs <= atUs) return;
    leg.endUs = atUs;
    this.legs.changed();
  }

  #sent(event: HopEvent): void {
    const course = this.#course(event);
    if (course.line === undefined) return;
    const isEvent = event.kind === 'event';
    const endUs = isEvent ? event.atUs + eventUs : Infinity;
    const shape = isEvent ? 'event' : 'request';
    course.out = this.#leg(event, { line: course.line, shape, from: 0, to: 1, startUs: event.atUs, endUs });
  }

  #received(event: HopEvent): void {
    const { service = '', replica = 0, listener = '', kind, atUs } = event;
    const { line: first, out, rests } = this.#course(event);
    const broker = this.#brokerOf(service, listener);
    const shape = kind === 'event' ? 'event' : 'request';
    let line = first ?? outsideLine(service);
    if (broker === undefined) this.#close(out, atUs);
    else {
      line = hearsLine(broker, service);
      const leftUs = out === undefined ? atUs : Math.floor((out.startUs + atUs) / 2);
      this.#close(out, leftUs);
      this.#leg(event, { line, shape, from: 0, to: 1, startUs: leftUs, endUs: atUs });
    }
    if (kind === 'event') return;
    rests.set(
      `${service} ${replica}`,
      this.#leg(event, { line, shape, from: 1, to: 1, startUs: atUs, endUs: Infinity }),
    );
  }

  #replied(event: HopEvent): void {
    const { service = '', replica = 0, kind, atUs } = event;
    const { line, rests, replies } = this.#course(event);
    const rest = rests.get(`${service} ${replica}`);
    if (kind === 'event' || rest === undefined) return;
    if (event.last !== false) this.#close(rest, atUs);
    const isError = event.error !== undefined || (event.status ?? 0) >= 400;
    const shape = isError ? 'error' : 'reply';
    // Of somebody outside nobody tells when they have it.
    const endUs = line === undefined ? atUs + outsideUs : Infinity;
    replies.push(this.#leg(event, { line: rest.line, shape, from: 1, to: 0, startUs: atUs, endUs }));
  }

  /** The caller got it, or is done with it. Returns whether something was on its way back. */
  #back(event: HopEvent): boolean {
    const course = this.#course(event);
    const replies = course.replies;
    course.replies = [];
    if (event.kind !== 'event') this.#close(course.out, event.atUs);
    for (const reply of replies) {
      if (course.line === undefined || reply.line === course.line) {
        this.#close(reply, event.atUs);
        continue;
      }
      const leftUs = Math.floor((reply.startUs + event.atUs) / 2);
      this.#close(reply, leftUs);
      this.#leg(event, { ...reply, line: course.line, startUs: leftUs, endUs: event.atUs });
    }
    return replies.length > 0;
  }

  #mark(event: HopEvent, shape: DotShape, at: number): void {
    const { line, out } = this.#course(event);
    this.#close(out, event.atUs);
    if (line === undefined) return;
    this.#leg(event, { line, shape, from: at, to: at, startUs: event.atUs, endUs: event.atUs + markUs });
  }

  /** What it worked on goes nowhere any more, nor does what it had asked for. */
  #wentDown({ service, replica, atUs }: ChangeEvent): void {
    if (service === undefined) return;
    for (const { rests, caller, out } of this.#courses.values()) {
      if (caller === service) this.#close(out, atUs);
      for (const [key, rest] of rests) {
        const isThere = replica === undefined ? key.startsWith(`${service} `) : key === `${service} ${replica}`;
        if (isThere) this.#close(rest, atUs);
      }
    }
  }
}
