import type { TraceSampler } from './traceSampler.ts';

/** Behind by this much a viewer is shown less; within that it may be shown more. In ms. */
const behindMs = 1000;
const inTimeMs = 300;
/** Not changed more often than this: it takes a while until it is seen what a change did. */
const lessEveryMs = 500;
const patience = { least: 3000, most: 60_000 } as const;

/** How much of the traffic a viewer is shown, from how far it is behind. What turned out to be too much is tried again ever later. */
export class Share {
  readonly #sampler: TraceSampler;
  #changedMs = 0;
  #raisedMs = -Infinity;
  #patienceMs: number = patience.least;

  constructor(sampler: TraceSampler) {
    this.#sampler = sampler;
  }

  /** Whether all is shown, and has been for a while. */
  isWhole(nowMs: number): boolean {
    const { oneIn, oneInRemarkable } = this.#sampler;
    return oneIn === 1 && oneInRemarkable === 1 && nowMs - this.#changedMs > patience.least;
  }

  begin(nowMs: number): void {
    this.#changedMs = nowMs;
  }

  adapt(ageMs: number, nowMs: number): void {
    const sinceMs = nowMs - this.#changedMs;
    if (ageMs > behindMs && sinceMs > lessEveryMs) {
      const wasTooEarly = nowMs - this.#raisedMs < 2 * this.#patienceMs;
      this.#patienceMs = wasTooEarly ? Math.min(patience.most, this.#patienceMs * 2) : patience.least;
      this.#raisedMs = -Infinity;
      this.#changedMs = nowMs;
      this.#sampler.showLess();
    } else if (ageMs < inTimeMs && sinceMs > this.#patienceMs && this.#sampler.oneIn > 1) {
      this.#raisedMs = nowMs;
      this.#changedMs = nowMs;
      this.#sampler.showMore();
    }
  }
}
