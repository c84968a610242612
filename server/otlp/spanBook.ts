import { patternText } from '#shared/flow/pattern.ts';
import { errorText, isHopEvent, type ChangeEvent, type HopEvent, type TraceEvent } from '#shared/trace.ts';
import { handlingSpanId, newSpan, type Span } from './span.ts';

/** Open spans of one session; the one that is open for the longest time makes room, unfinished. */
const maxOpen = 10_000;
/** Hops whose caller is known, also after it was done with them: late arrivals find their parent. */
const maxKnown = 20_000;
/** An event has no end that anybody sees: it is over when nothing of it has happened for this long. */
const quietUs = 2_000_000;
/** Nothing more will be heard of what has been open for so long. */
const tooLongUs = 600_000_000;
/** Of one span; a call that is retried for hours has more. */
const maxEvents = 128;

/** Pure: TraceEvents in, finished spans out. */
export class SpanBook {
  readonly #onSpan: (span: Span) => void;
  /** By span id. */
  readonly #open = new Map<string, Span>();
  readonly #known = new Set<string>();

  constructor(onSpan: (span: Span) => void) {
    this.#onSpan = onSpan;
  }

  get size(): number {
    return this.#open.size;
  }

  add(events: readonly TraceEvent[]): void {
    for (const event of events) {
      if (isHopEvent(event)) this.#take(event);
      else this.#change(event);
    }
  }

  /** Ends what is over at this time. */
  sweep(nowUs: number): void {
    for (const span of this.#open.values()) {
      if (span.kind === 'consumer' && span.endUs < nowUs - quietUs) this.#finish(span, span.endUs);
      else if (span.startUs < nowUs - tooLongUs) this.#giveUp(span);
    }
  }

  /** Whatever is still open is given up. */
  close(): void {
    for (const span of this.#open.values()) this.#giveUp(span);
  }

  #take(event: HopEvent): void {
    switch (event.type) {
      case 'called':
        this.#called(event);
        break;
      case 'received':
        this.#received(event);
        break;
      case 'completed':
        this.#ended(event);
        break;
      case 'failed':
        this.#ended(event, errorText(event.error) || `status ${event.status}`);
        break;
      case 'cancelled':
        this.#note(event);
        this.#ended(event);
        break;
      case 'lost':
        this.#note(event);
        this.#spoil(this.#open.get(event.hopId), event.note ?? 'Nobody received it.');
        break;
      case 'threw':
        this.#threw(event);
        break;
      case 'replied':
        if (event.last !== false) this.#replied(event);
        break;
      case 'sent':
      case 'unhandled':
      case 'started':
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
        this.#note(event);
        break;
    }
  }

  #called(event: HopEvent): void {
    const { hopId, parentId, kind, attempt, attempts } = event;
    const isAttempt = attempt !== undefined;
    const parent = parentId === undefined || isAttempt ? parentId : handlingSpanId(parentId, event);
    const asked = kind === 'event' ? 'producer' : 'client';
    const span = newSpan(event, {
      spanId: hopId,
      parentId: parent,
      // A call that is made of attempts sends nothing itself.
      kind: attempts === undefined ? asked : 'internal',
      name: isAttempt ? `${patternText(event.pattern)} (attempt ${attempt})` : patternText(event.pattern),
      follows: [],
    });
    this.#remember(hopId);
    this.#begin(span);
    this.#goOn(parent, event.atUs);
  }

  #remember(hopId: string): void {
    this.#known.add(hopId);
    if (this.#known.size <= maxKnown) return;
    for (const oldest of this.#known) {
      this.#known.delete(oldest);
      return;
    }
  }

  #received(event: HopEvent): void {
    const { hopId, kind } = event;
    const spanId = handlingSpanId(hopId, event);
    if (this.#open.has(spanId)) return this.#note(event);
    const isOurs = this.#known.has(hopId);
    this.#begin(
      newSpan(event, {
        spanId,
        // A stranger's own span is the parent of what it sent.
        parentId: isOurs ? hopId : event.parentId,
        kind: kind === 'event' ? 'consumer' : 'server',
        name: patternText(event.pattern),
        follows: isOurs && kind === 'event' ? [hopId] : [],
      }),
    );
  }

  #ended(event: HopEvent, error?: string): void {
    const span = this.#open.get(event.hopId);
    if (span === undefined) return;
    if (error !== undefined) this.#spoil(span, error);
    this.#takeFacts(span, event);
    this.#finish(span, event.atUs);
    this.#goOn(span.parentId, event.atUs);
  }

  #threw(event: HopEvent): void {
    const span = this.#open.get(handlingSpanId(event.hopId, event));
    if (span === undefined) return;
    const message = errorText(event.error);
    addNote(span, { name: 'exception', atUs: event.atUs, attributes: { 'exception.message': message } });
    if (event.kind !== 'event') return;
    this.#spoil(span, message);
    this.#takeFacts(span, event);
    this.#finish(span, event.atUs);
  }

  #replied(event: HopEvent): void {
    const span = this.#open.get(handlingSpanId(event.hopId, event));
    if (span === undefined) return;
    const { error, status = 0 } = event;
    if (error !== undefined) this.#spoil(span, errorText(error));
    else if (status >= 500) this.#spoil(span, `status ${status}`);
    this.#takeFacts(span, event);
    this.#finish(span, event.atUs);
  }

  /** On the side where it happened: whoever has a wire or is a driver is the caller. */
  #note(event: HopEvent): void {
    const { type, hopId, wire, driver, atUs, note, attempt, delayMs, policy } = event;
    const isCaller = wire !== undefined || driver !== undefined;
    const span = this.#open.get(isCaller ? hopId : handlingSpanId(hopId, event));
    if (span === undefined) return;
    span.endUs = Math.max(span.endUs, atUs);
    this.#takeFacts(span, event);
    // They say no more than where a span begins and ends.
    if (type === 'started' || type === 'answered') return;
    const attributes = Object.entries({ note, attempt, delay_ms: delayMs, policy });
    addNote(span, {
      name: type,
      atUs,
      attributes: Object.fromEntries(attributes.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))),
    });
  }

  #takeFacts(span: Span, { faults, status, handler }: HopEvent): void {
    if (faults !== undefined) span.attributes['patchbay.faults'] = faults;
    if (status !== undefined) span.attributes['http.response.status_code'] = status;
    if (handler !== undefined) span.attributes['patchbay.handler'] = handler;
  }

  #change({ type, state, service, replica, atUs }: ChangeEvent): void {
    if (type !== 'serviceChanged' || state !== 'down') return;
    for (const span of this.#open.values()) {
      const { who } = span;
      if (who.service !== service || (replica !== undefined && who.replica !== replica)) continue;
      if (span.kind !== 'server' && span.kind !== 'consumer') continue;
      this.#spoil(span, 'The service went down.');
      this.#finish(span, atUs);
    }
  }

  #begin(span: Span): void {
    this.#open.set(span.spanId, span);
    if (this.#open.size <= maxOpen) return;
    for (const oldest of this.#open.values()) return this.#giveUp(oldest);
  }

  /** Whatever is done on somebody's behalf is part of what they do. */
  #goOn(parentId: string | undefined, atUs: number): void {
    const parent = parentId === undefined ? undefined : this.#open.get(parentId);
    if (parent !== undefined) parent.endUs = Math.max(parent.endUs, atUs);
  }

  #spoil(span: Span | undefined, error: string): void {
    if (span !== undefined) span.error ??= error;
  }

  #giveUp(span: Span): void {
    span.attributes['patchbay.unfinished'] = true;
    this.#finish(span, span.endUs);
  }

  #finish(span: Span, atUs: number): void {
    this.#open.delete(span.spanId);
    span.endUs = Math.max(span.startUs, atUs);
    this.#onSpan(span);
  }
}

function addNote(span: Span, note: Span['events'][number]): void {
  if (span.events.length < maxEvents) span.events.push(note);
}
