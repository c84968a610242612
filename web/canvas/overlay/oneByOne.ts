interface Timed {
  startMs: number;
  endMs: number;
}

/** Lets one move at a time: those that waited longest go first, so causes go before what they cause. */
export class OneByOne<T extends Timed> {
  #alone: T | undefined;

  get moving(): T[] {
    return this.#alone === undefined ? [] : [this.#alone];
  }

  /** `nowMs` is the time before. Gives the one that has arrived, if one has. */
  advance(waiting: readonly T[], { nowMs, byMs }: { nowMs: number; byMs: number }): T | undefined {
    if (this.#alone === undefined) {
      const next = first(waiting);
      if (next === undefined) return undefined;
      next.endMs = nowMs + next.endMs - next.startMs;
      next.startMs = nowMs;
      this.#alone = next;
    }
    const alone = this.#alone;
    if (alone.endMs > nowMs + byMs) return undefined;
    this.#alone = undefined;
    return alone;
  }

  /** How far to go on so that the next one has moved all its way. */
  stepMs(waiting: readonly T[], nowMs: number): number {
    if (this.#alone !== undefined) return this.#alone.endMs - nowMs + 1;
    const next = first(waiting);
    return next === undefined ? 0 : next.endMs - next.startMs + 1;
  }
}

function first<T extends Timed>(waiting: readonly T[]): T | undefined {
  let next: T | undefined;
  for (const one of waiting) if (next === undefined || one.startMs < next.startMs) next = one;
  return next;
}
