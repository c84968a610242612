import { isOneOf, isRemarkable, mostOneIn } from '#shared/sampling.ts';
import type { HopEvent } from '#shared/trace.ts';
import { readablePerSecond } from './streamCounter.ts';

const maxDecisions = 5000;
/** Of traces that are left out, so that one in which something fails can still be shown from its beginning. */
const maxHeld = 20_000;

/**
 * Above what a person can read the canvas shows whole traces, one in so many: each from its first message to its last, or not at
 * all. Those in which something fails are always shown, from the moment on at which it does.
 */
export class DotSampler {
  #oneIn = 1;
  readonly #decisions = new Map<string, boolean>();
  readonly #held = new Map<string, HopEvent[]>();
  #heldCount = 0;

  get oneIn(): number {
    return this.#oneIn;
  }

  /** `perSecond`: of the busiest line, as this page is told; `linkOneIn`: as much of it as the page is told at all. */
  showLess(perSecond: number, linkOneIn: number): void {
    this.#oneIn = Math.max(this.#oneIn, wantedOneIn(perSecond, linkOneIn));
  }

  showMore(perSecond: number, linkOneIn: number): void {
    const wanted = wantedOneIn(perSecond, linkOneIn);
    // A rate that goes up and down around a bound changes nothing.
    if (wanted === 1 || wanted * 4 <= this.#oneIn) this.#oneIn = Math.min(this.#oneIn, wanted);
  }

  /** What is shown because of this event: nothing, itself, or all of its trace until now. */
  choose(event: HopEvent): readonly HopEvent[] {
    const { traceId } = event;
    const decided = this.#decisions.get(traceId) ?? this.#decide(traceId);
    if (decided) return [event];
    if (isRemarkable(event)) {
      this.#decisions.set(traceId, true);
      return [...this.#release(traceId), event];
    }
    this.#hold(event);
    return [];
  }

  clear(): void {
    this.#decisions.clear();
    this.#held.clear();
    this.#heldCount = 0;
  }

  #decide(traceId: string): boolean {
    const isShown = isOneOf(traceId, this.#oneIn);
    this.#decisions.set(traceId, isShown);
    if (this.#decisions.size > maxDecisions) {
      const oldest = firstOf(this.#decisions);
      if (oldest !== undefined) {
        this.#decisions.delete(oldest);
        this.#release(oldest);
      }
    }
    return isShown;
  }

  #hold(event: HopEvent): void {
    const held = this.#held.get(event.traceId);
    if (held === undefined) this.#held.set(event.traceId, [event]);
    else held.push(event);
    this.#heldCount += 1;
    while (this.#heldCount > maxHeld) {
      const oldest = firstOf(this.#held);
      if (oldest === undefined) return;
      this.#release(oldest);
    }
  }

  #release(traceId: string): readonly HopEvent[] {
    const held = this.#held.get(traceId) ?? [];
    this.#held.delete(traceId);
    this.#heldCount -= held.length;
    return held;
  }
}

function wantedOneIn(perSecond: number, linkOneIn: number): number {
  if (perSecond <= readablePerSecond) return 1;
  return Math.min(mostOneIn, linkOneIn * 2 ** Math.ceil(Math.log2(perSecond / readablePerSecond)));
}

function firstOf(map: ReadonlyMap<string, unknown>): string | undefined {
  for (const key of map.keys()) return key;
  return undefined;
}
