import type { ChangeEvent, HopEvent } from '../trace.ts';
import { driverKey, handlerKey, serviceKey, wireKey, type Gauges, type SeriesKey } from './metrics.ts';

/** What one event means for one series. */
export interface Sink {
  /** One more is done; `ms` is undefined when it has no beginning that we know, or no end. */
  done(key: SeriesKey, at: { atUs: number; ms: number | undefined; failed: boolean }): void;
  /** One that counted as done has failed after all. */
  failed(key: SeriesKey, atUs: number): void;
  gauge(key: SeriesKey, atUs: number, change: Partial<Gauges>): void;
}

/** A message on the side of its caller. */
interface Call {
  key: SeriesKey;
  service: string | undefined;
  atUs: number;
  /** An attempt of a call: only the call counts. */
  isAttempt: boolean;
  isQueued: boolean;
  isLost: boolean;
}

/** A message in the hands of one replica. */
interface Arrival {
  keys: SeriesKey[];
  service: string;
  replica: number | undefined;
  atUs: number;
  isRequest: boolean;
  isQueued: boolean;
}

/** More than these are never open at once; the longest open one is given up, and counts as neither queued nor in flight. */
const maxOpen = 20_000;

/**
 * Follows what has begun and not ended, since one event alone says neither how long something took nor how much is under way:
 *
 *   called ── sent ──▶ received ── started ── replied ──▶ completed
 *   ╰ queued ╯         ╰── queued ──╯
 *   ╰──────────── call in flight ────────────────────────────────╯
 *                      ╰──── request in flight ─────╯
 */
export class OpenWork {
  readonly #calls = new Map<string, Call>();
  readonly #arrivals = new Map<string, Arrival>();
  readonly #sink: Sink;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  take(event: HopEvent): void {
    switch (event.type) {
      case 'called':
        this.#called(event);
        break;
      case 'sent':
        this.#sent(event);
        break;
      case 'lost':
        this.#lost(event);
        break;
      case 'completed':
      case 'failed':
      case 'cancelled':
        this.#ended(event);
        break;
      case 'received':
        this.#received(event);
        break;
      case 'started':
      case 'unhandled':
        this.#started(event);
        break;
      case 'threw':
        this.#threw(event);
        break;
      case 'replied':
        if (event.last !== false) this.#replied(event);
        break;
      case 'answered':
      case 'timedOut':
      case 'retried':
      case 'rejected':
      case 'breakerChanged':
      case 'fellBack':
      case 'hedged':
      case 'deadLettered':
      case 'replayed':
      case 'orphaned':
      case 'held':
      case 'released':
      case 'injected':
      case 'logged':
        break;
    }
  }

  /** What a service had in hand when it died is answered by nobody. */
  change({ type, state, service, replica, atUs }: ChangeEvent): void {
    if (type !== 'serviceChanged' || state !== 'down' || service === undefined) return;
    for (const [id, arrival] of this.#arrivals) {
      if (arrival.service !== service || (replica !== undefined && arrival.replica !== replica)) continue;
      this.#arrivals.delete(id);
      this.#letGo(arrival, atUs);
    }
    if (replica !== undefined) return;
    for (const [id, call] of this.#calls) {
      if (call.service !== service) continue;
      this.#calls.delete(id);
      this.#giveUp(call, atUs);
    }
  }

  #called(event: HopEvent): void {
    const key = callerKey(event);
    if (key === undefined) return;
    const { atUs, service } = event;
    const isAttempt = event.attempt !== undefined;
    // A call that is made of attempts does not leave by itself.
    const isQueued = event.attempts === undefined;
    this.#calls.set(event.hopId, { key, service, atUs, isAttempt, isQueued, isLost: false });
    this.#sink.gauge(key, atUs, { inFlight: isAttempt ? 0 : 1, queued: isQueued ? 1 : 0 });
    makeRoom(this.#calls, (call) => this.#giveUp(call, atUs));
  }

  #sent({ hopId, atUs }: HopEvent): void {
    const call = this.#calls.get(hopId);
    if (call?.isQueued !== true) return;
    call.isQueued = false;
    this.#sink.gauge(call.key, atUs, { queued: -1 });
  }

  #lost({ hopId, kind }: HopEvent): void {
    const call = this.#calls.get(hopId);
    if (call !== undefined && kind === 'event') call.isLost = true;
  }

  #ended(event: HopEvent): void {
    const { hopId, atUs, type } = event;
    // Told by the service itself when a caller over HTTP has left.
    const left = event.kind === 'http' ? this.#arrivals.get(arrivalId(event)) : undefined;
    if (left !== undefined) {
      this.#arrivals.delete(arrivalId(event));
      this.#letGo(left, atUs);
      return;
    }
    const call = this.#calls.get(hopId);
    this.#calls.delete(hopId);
    const key = call?.key ?? callerKey(event);
    if (key === undefined) return;
    if (call !== undefined) this.#giveUp(call, atUs);
    if (type === 'cancelled' || (call?.isAttempt ?? event.attempt !== undefined)) return;
    const ms = call === undefined ? undefined : (atUs - call.atUs) / 1000;
    this.#sink.done(key, { atUs, ms, failed: type === 'failed' || call?.isLost === true });
  }

  #giveUp({ key, isAttempt, isQueued }: Call, atUs: number): void {
    this.#sink.gauge(key, atUs, { inFlight: isAttempt ? 0 : -1, queued: isQueued ? -1 : 0 });
  }

  #received(event: HopEvent): void {
    const { service, handler, replica, kind, atUs } = event;
    if (service === undefined) return;
    const keys = keysOf(service, handler);
    const isRequest = kind !== 'event';
    if (!isRequest) for (const key of keys) this.#sink.done(key, { atUs, ms: undefined, failed: false });
    const id = arrivalId(event);
    // The same message once more: it is one piece of work until it is answered.
    if (this.#arrivals.has(id)) return;
    this.#arrivals.set(id, { keys, service, replica, atUs, isRequest, isQueued: true });
    for (const key of keys) this.#sink.gauge(key, atUs, { queued: 1, inFlight: isRequest ? 1 : 0 });
    makeRoom(this.#arrivals, (arrival) => this.#letGo(arrival, atUs));
  }

  #started(event: HopEvent): void {
    const id = arrivalId(event);
    const arrival = this.#arrivals.get(id);
    if (arrival === undefined) return;
    if (!arrival.isRequest) {
      this.#arrivals.delete(id);
      this.#letGo(arrival, event.atUs);
      if (event.type === 'unhandled') for (const key of arrival.keys) this.#sink.failed(key, event.atUs);
      return;
    }
    if (!arrival.isQueued) return;
    arrival.isQueued = false;
    for (const key of arrival.keys) this.#sink.gauge(key, event.atUs, { queued: -1 });
  }

  #threw({ kind, service, handler, atUs }: HopEvent): void {
    if (kind !== 'event' || service === undefined) return;
    for (const key of keysOf(service, handler)) this.#sink.failed(key, atUs);
  }

  #replied(event: HopEvent): void {
    const { service, handler, atUs } = event;
    if (service === undefined) return;
    const id = arrivalId(event);
    const arrival = this.#arrivals.get(id);
    this.#arrivals.delete(id);
    if (arrival !== undefined) this.#letGo(arrival, atUs);
    const failed = event.error !== undefined || (event.status ?? 0) >= 400;
    const ms = arrival === undefined ? undefined : (atUs - arrival.atUs) / 1000;
    for (const key of keysOf(service, handler)) this.#sink.done(key, { atUs, ms, failed });
  }

  #letGo({ keys, isRequest, isQueued }: Arrival, atUs: number): void {
    for (const key of keys) this.#sink.gauge(key, atUs, { inFlight: isRequest ? -1 : 0, queued: isQueued ? -1 : 0 });
  }
}

function callerKey({ wire, driver }: HopEvent): SeriesKey | undefined {
  if (wire !== undefined) return wireKey(wire);
  return driver === undefined ? undefined : driverKey(driver);
}

const keysOf = (service: string, handler: string | undefined): SeriesKey[] =>
  handler === undefined ? [serviceKey(service)] : [serviceKey(service), handlerKey(service, handler)];

const arrivalId = ({ hopId, service, replica }: HopEvent): string => `${hopId} ${service} ${replica}`;

function makeRoom<T>(open: Map<string, T>, giveUp: (one: T) => void): void {
  if (open.size <= maxOpen) return;
  for (const [id, one] of open) {
    open.delete(id);
    giveUp(one);
    return;
  }
}
