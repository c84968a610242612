import { isOneOf, mostOneIn } from '#shared/sampling.ts';
import type { TraceEvent } from '#shared/trace.ts';

/** What is known of a trace of which events are kept. */
export interface KnownTrace {
  firstSeq: number;
  /** Something failed, was lost, or a fault acted on it. */
  isRemarkable: boolean;
}

export interface TraceHistory {
  known(traceId: string): KnownTrace | undefined;
  /** Its kept events before `seq`. */
  before(traceId: string, seq: number): TraceEvent[];
  sizeOf(seq: number): number;
}

export interface Chosen {
  events: TraceEvent[];
  /** Earlier events of traces that turned out to be remarkable: they go before `events`. */
  late: TraceEvent[];
  /** How many of the offered events were looked at. */
  taken: number;
  bytes: number;
}

const maxDecisions = 10_000;
/** From here on also errors are sampled: nothing else is left to leave out. */
const barely = 256;

/**
 * Chooses whole traces for one viewer whose link is too narrow for all of them. What has been begun to be shown goes on to its end,
 * also when the share becomes smaller; what has been left out stays so, unless something fails in it: then all of it comes late.
 */
export class TraceSampler {
  readonly #history: TraceHistory;
  /** Of traces that are under way: whether this viewer gets them. */
  readonly #decisions = new Map<string, boolean>();
  /** All until here was shown; what follows until `#skippedTo` was not. */
  #shownTo = 0;
  #skippedTo = 0;
  #oneIn = 1;
  #oneInRemarkable = 1;

  constructor(history: TraceHistory) {
    this.#history = history;
  }

  /** Of the traces in which nothing is remarkable. */
  get oneIn(): number {
    return this.#oneIn;
  }

  get oneInRemarkable(): number {
    return this.#oneInRemarkable;
  }

  /** All events until this one have been shown. */
  begin(shownTo: number): void {
    this.#decisions.clear();
    this.#shownTo = shownTo;
    this.#skippedTo = shownTo;
    this.#oneIn = 1;
    this.#oneInRemarkable = 1;
  }

  /** Events until this one are not offered: their traces would be shown without their beginning. */
  skip(skippedTo: number): void {
    this.#skippedTo = skippedTo;
  }

  showLess(): void {
    if (this.#oneIn < barely) this.#oneIn *= 2;
    else if (this.#oneInRemarkable < mostOneIn) {
      this.#oneIn = Math.min(mostOneIn, this.#oneIn * 2);
      this.#oneInRemarkable *= 2;
    }
  }

  showMore(): void {
    if (this.#oneInRemarkable > 1) this.#oneInRemarkable /= 2;
    else if (this.#oneIn > 1) this.#oneIn /= 2;
  }

  /** At least one event is taken; after `maxBytes` of what is chosen the rest is left for the next time. */
  choose(events: readonly TraceEvent[], maxBytes: number): Chosen {
    const chosen: Chosen = { events: [], late: [], taken: 0, bytes: 0 };
    for (const event of events) {
      if (chosen.bytes >= maxBytes) break;
      chosen.taken += 1;
      if ('traceId' in event && !this.#isShown(event, chosen)) continue;
      chosen.events.push(event);
      chosen.bytes += this.#history.sizeOf(event.seq);
    }
    return chosen;
  }

  #isShown({ traceId, seq }: { traceId: string; seq: number }, chosen: Chosen): boolean {
    const decided = this.#decisions.get(traceId);
    if (decided === true) return true;
    const { firstSeq, isRemarkable } = this.#history.known(traceId) ?? { firstSeq: seq, isRemarkable: false };
    const mustBeSeen = isRemarkable && isOneOf(traceId, this.#oneInRemarkable);
    if (decided === false && !mustBeSeen) return false;
    const hasBegun = firstSeq <= this.#shownTo;
    const hasBeginning = firstSeq > this.#skippedTo;
    const isShown = mustBeSeen || hasBegun || (hasBeginning && isOneOf(traceId, this.#oneIn));
    if (isShown && !hasBegun && firstSeq < seq) this.#comeLate(traceId, seq, chosen);
    this.#decisions.set(traceId, isShown);
    if (this.#decisions.size > maxDecisions) this.#forgetOldest();
    return isShown;
  }

  #comeLate(traceId: string, seq: number, chosen: Chosen): void {
    for (const event of this.#history.before(traceId, seq)) {
      chosen.late.push(event);
      chosen.bytes += this.#history.sizeOf(event.seq);
    }
  }

  #forgetOldest(): void {
    for (const oldest of this.#decisions.keys()) {
      this.#decisions.delete(oldest);
      return;
    }
  }
}
