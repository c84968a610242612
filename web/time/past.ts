import type { TraceEvent } from '#shared/trace.ts';
import { emptyBook, foldEvents, type TraceBook } from '../trace/traceBook.ts';

/** So many events at most are folded anew to know a moment. */
const every = 250;
/** While somebody looks back, more is added up to here; then the bar says that there is more. */
export const mostEvents = 40_000;

/** Later ones that tell of an earlier moment stand where they belong: two processes tell what they saw in turns. */
export const inTimeOrder = (events: readonly TraceEvent[]): TraceEvent[] =>
  events.toSorted((a, b) => a.atUs - b.atUs || a.seq - b.seq);

/** In µs of the events' clock. */
export interface Span {
  startUs: number;
  endUs: number;
}

/**
 * What happened, indexed by time. Fed in the order of time, as live pages, recordings and tests have it; knows no connection.
 *
 *   events   ─────┬─────┬─────┬──▶        a moment = the book before it + at most 250 events
 *   books    0   250   500   750
 */
export class Past {
  readonly #events: TraceEvent[] = [];
  /** Of each event; never goes back, whatever is added late. */
  readonly #times: number[] = [];
  readonly #books: TraceBook[] = [emptyBook];
  readonly #span: Span | undefined;

  /** `span`: what was watched, where more than the time from the first event to the last; a recording goes on after its last message. */
  constructor(span?: Span) {
    this.#span = span;
  }

  add(events: readonly TraceEvent[]): void {
    for (const event of events) {
      this.#events.push(event);
      this.#times.push(Math.max(event.atUs, this.#times.at(-1) ?? 0));
      if (this.#events.length % every === 0) this.#keepBook();
    }
  }

  get count(): number {
    return this.#events.length;
  }

  get startUs(): number {
    const first = this.#times[0] ?? 0;
    return Math.min(first, this.#span?.startUs ?? first);
  }

  get endUs(): number {
    return Math.max(this.#times.at(-1) ?? 0, this.#span?.endUs ?? 0);
  }

  /** How many events had happened by then. */
  countUntil(atUs: number): number {
    let low = 0;
    let high = this.#times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#times[middle] ?? Infinity) <= atUs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The events from the `from`th on until the `to`th, which is left out. */
  slice(from: number, to: number): readonly TraceEvent[] {
    return this.#events.slice(from, to);
  }

  bookAt(atUs: number): TraceBook {
    const count = this.countUntil(atUs);
    const kept = Math.floor(count / every);
    // A book of its own: the empty one means that another session begins.
    return foldEvents(this.#books[kept] ?? emptyBook, this.#events.slice(kept * every, count));
  }

  /** The next moment at which something happened, or the one before; undefined when there is none. */
  step(atUs: number, direction: 1 | -1): number | undefined {
    const count = this.countUntil(atUs);
    if (direction === 1) return this.#times[count];
    let index = count - 1;
    while (index >= 0 && (this.#times[index] ?? 0) >= atUs) index -= 1;
    return this.#times[index];
  }

  /** How much happened, in so many equal parts of the whole time. */
  density(parts: number): { events: number; errors: number }[] {
    const bins = Array.from({ length: parts }, () => ({ events: 0, errors: 0 }));
    const spanUs = Math.max(1, this.endUs - this.startUs);
    const { startUs } = this;
    for (let index = 0; index < this.#events.length; index += 1) {
      const type = this.#events[index]?.type;
      const at = Math.floor((((this.#times[index] ?? 0) - startUs) / spanUs) * parts);
      const bin = bins[Math.min(parts - 1, at)];
      if (bin === undefined) continue;
      bin.events += 1;
      if (type === 'failed' || type === 'timedOut' || type === 'lost' || type === 'threw') bin.errors += 1;
    }
    return bins;
  }

  #keepBook(): void {
    const from = this.#events.length - every;
    this.#books.push(foldEvents(this.#books.at(-1) ?? emptyBook, this.#events.slice(from)));
  }
}
