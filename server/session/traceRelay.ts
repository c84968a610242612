import { Subject, type Observable } from 'rxjs';
import type { Parsed } from '#shared/flow/parseFlow.ts';
import type { Json } from '#shared/json.ts';
import { problem } from '#shared/problem.ts';
import type { EventsAnswer } from '#shared/protocol.ts';
import type { TraceEvent, UnnumberedEvent } from '#shared/trace.ts';
import { EventRing } from './eventRing.ts';
import { PayloadStore, roughBytes, streamedValue } from './payloads.ts';
import type { TraceHistory } from './viewing/traceSampler.ts';

export interface RelayLimits {
  maxEvents: number;
  maxBytes: number;
  maxPayloadBytes: number;
}

const defaultLimits: RelayLimits = { maxEvents: 20_000, maxBytes: 32 << 20, maxPayloadBytes: 32 << 20 };
const enough = 1 << 20;
/** What an event takes without payload, error, headers and pattern. */
const plainEventBytes = 400;

/**
 * Numbers what the runner tells, keeps the newest of it, and passes it on.
 *
 *   runner ── batch ──▶ publish ──▶ ring ──▶ read, readTrace (late joiners, REST)
 *                          │  └────▶ whole payloads ──▶ readPayload
 *                          └───────▶ batches$ (viewers who are in step)
 */
export class TraceRelay {
  readonly #ring: EventRing;
  readonly #payloads: PayloadStore;
  readonly #batches = new Subject<EventsAnswer>();

  constructor(limits: Partial<RelayLimits> = {}) {
    const all = { ...defaultLimits, ...limits };
    this.#ring = new EventRing(all);
    this.#payloads = new PayloadStore(all.maxPayloadBytes);
  }

  /** What has just been published; `missed` counts events that the runner had to drop before they got here. */
  get batches$(): Observable<EventsAnswer> {
    return this.#batches;
  }

  get lastSeq(): number {
    return this.#ring.lastSeq;
  }

  /** The oldest event that is kept. */
  get firstSeq(): number {
    return this.#ring.firstSeq;
  }

  /** About how much memory a kept event takes. */
  sizeOf(seq: number): number {
    return this.#ring.sizeOf(seq);
  }

  /** About how much memory the kept events take. */
  get bytes(): number {
    return this.#ring.bytes;
  }

  publish(events: readonly UnnumberedEvent[], dropped = 0): void {
    const numbered = events.map((event) => this.#keep(event));
    if (numbered.length > 0 || dropped > 0) this.#batches.next({ events: numbered, missed: dropped });
  }

  /** Events after `after`, at most `limit` of them and about `maxBytes`. `missed` counts those that made room. */
  read(after: number, { limit, maxBytes = Infinity }: { limit: number; maxBytes?: number }): EventsAnswer {
    const from = Math.max(after + 1, this.#ring.firstSeq);
    const events: TraceEvent[] = [];
    let bytes = 0;
    for (let seq = from; events.length < limit && bytes < maxBytes; seq += 1) {
      const event = this.#ring.get(seq);
      if (event === undefined) break;
      events.push(event);
      bytes += this.#ring.sizeOf(seq);
    }
    return { events, missed: from - after - 1 };
  }

  /** As many of the newest events as fit; `isAll` when that is every one that there ever was. */
  newest({ maxEvents, maxBytes }: Pick<RelayLimits, 'maxEvents' | 'maxBytes'>): {
    events: TraceEvent[];
    isAll: boolean;
  } {
    const { firstSeq, lastSeq } = this.#ring;
    let from = lastSeq + 1;
    let bytes = 0;
    while (from > firstSeq && lastSeq - from + 1 < maxEvents) {
      bytes += this.#ring.sizeOf(from - 1);
      if (bytes > maxBytes) break;
      from -= 1;
    }
    return { events: this.read(from - 1, { limit: maxEvents }).events, isAll: from === 1 };
  }

  readTrace(traceId: string): EventsAnswer {
    const { events, gone } = this.#ring.ofTrace(traceId);
    return { events, missed: gone };
  }

  /** For whoever shows whole traces, and not all of them. */
  readonly history: TraceHistory = {
    known: (traceId) => this.#ring.knownTrace(traceId),
    before: (traceId, seq) => this.#ring.ofTrace(traceId).events.filter((event) => event.seq < seq),
    sizeOf: (seq) => this.#ring.sizeOf(seq),
  };

  /** The whole payload of an event, also when it was short enough not to be cut. */
  readPayload(seq: number): Parsed<Json> {
    const event = this.#ring.get(seq);
    const whole = this.#payloads.get(seq);
    if (whole !== undefined) return { ok: true, value: whole };
    if (event?.data !== undefined && event.dataBytes === undefined) return { ok: true, value: event.data };
    const message = `The payload of event ${seq} is not kept (any more). Send the message again to see it whole.`;
    return { ok: false, problem: problem('notFound', message, 'seq') };
  }

  close(): void {
    this.#batches.complete();
  }

  /** Changes the event it is given, which came over IPC and is nobody else's: copies of many small objects are what costs here. */
  #keep(unnumbered: UnnumberedEvent): TraceEvent {
    const seq = this.#ring.lastSeq + 1;
    const event: TraceEvent = Object.assign(unnumbered, { seq });
    let bytes = plainEventBytes;
    if (event.data !== undefined) {
      const streamed = streamedValue(event.data);
      bytes += streamed.bytes;
      event.data = streamed.data;
      if (streamed.dataBytes !== undefined) event.dataBytes = streamed.dataBytes;
      if (streamed.whole !== undefined)
        this.#payloads.put(seq, { data: streamed.whole, bytes: streamed.dataBytes ?? 0 });
    }
    if (event.error !== undefined) {
      const streamed = streamedValue(event.error);
      bytes += streamed.bytes;
      event.error = streamed.data;
    }
    if ('headers' in event || ('pattern' in event && typeof event.pattern !== 'string')) {
      bytes += roughBytes(event.headers, enough) + roughBytes(event.pattern, enough);
    }
    if ('fault' in event) bytes += roughBytes(event.fault, enough);
    this.#ring.add(event, bytes);
    return event;
  }
}
