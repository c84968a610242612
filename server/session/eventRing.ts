import { isRemarkable } from '#shared/sampling.ts';
import { isHopEvent, type TraceEvent } from '#shared/trace.ts';

export interface RingLimits {
  maxEvents: number;
  maxBytes: number;
}

/**
 * The newest events of a session, numbered without gaps. The oldest make room when there are too many or they are too big.
 *
 *      gone      kept: seq % maxEvents is an event's place
 *   ─────────┬───────────────────────┬
 *            firstSeq             lastSeq
 */
export class EventRing {
  readonly #slots: (TraceEvent | undefined)[] = [];
  readonly #sizes: number[] = [];
  /** Per trace that is still seen here: how many of its events are kept and how many made room, and whether one tells of something wrong. */
  readonly #traces = new Map<string, { kept: number; gone: number; firstSeq: number; isRemarkable: boolean }>();
  readonly #limits: RingLimits;
  #bytes = 0;
  #firstSeq = 1;
  #lastSeq = 0;

  constructor(limits: RingLimits) {
    this.#limits = limits;
  }

  get firstSeq(): number {
    return this.#firstSeq;
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** `event.seq` must be `lastSeq + 1`; `bytes` is about how much memory it takes. */
  add(event: TraceEvent, bytes: number): void {
    while (this.#isFull(bytes)) this.#removeFirst();
    const slot = event.seq % this.#limits.maxEvents;
    this.#slots[slot] = event;
    this.#sizes[slot] = bytes;
    this.#bytes += bytes;
    this.#lastSeq = event.seq;
    if (!isHopEvent(event)) return;
    const trace = this.#traces.get(event.traceId);
    if (trace === undefined) {
      this.#traces.set(event.traceId, {
        kept: 1,
        gone: 0,
        firstSeq: event.seq,
        isRemarkable: isRemarkable(event),
      });
    } else {
      trace.kept += 1;
      trace.isRemarkable ||= isRemarkable(event);
    }
  }

  get(seq: number): TraceEvent | undefined {
    return seq < this.#firstSeq || seq > this.#lastSeq ? undefined : this.#slots[seq % this.#limits.maxEvents];
  }

  sizeOf(seq: number): number {
    return this.#sizes[seq % this.#limits.maxEvents] ?? 0;
  }

  ofTrace(traceId: string): { events: TraceEvent[]; gone: number } {
    const trace = this.#traces.get(traceId);
    const events: TraceEvent[] = [];
    // What is asked for happened mostly just now.
    for (let seq = this.#lastSeq; trace !== undefined && events.length < trace.kept; seq -= 1) {
      const event = this.get(seq);
      if (event === undefined) break;
      if ('traceId' in event && event.traceId === traceId) events.push(event);
    }
    return { events: events.toReversed(), gone: trace?.gone ?? 0 };
  }

  /** What is known of a trace of which events are kept. */
  knownTrace(traceId: string): { firstSeq: number; isRemarkable: boolean } | undefined {
    return this.#traces.get(traceId);
  }

  #isFull(bytes: number): boolean {
    const count = this.#lastSeq - this.#firstSeq + 1;
    return count > 0 && (count >= this.#limits.maxEvents || this.#bytes + bytes > this.#limits.maxBytes);
  }

  #removeFirst(): void {
    const slot = this.#firstSeq % this.#limits.maxEvents;
    const event = this.#slots[slot];
    this.#slots[slot] = undefined;
    this.#bytes -= this.#sizes[slot] ?? 0;
    this.#firstSeq += 1;
    if (event === undefined || !('traceId' in event)) return;
    const trace = this.#traces.get(event.traceId);
    if (trace === undefined) return;
    trace.kept -= 1;
    trace.gone += 1;
    if (trace.kept === 0) this.#traces.delete(event.traceId);
  }
}
