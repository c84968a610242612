import { WireWatch } from '../policies/wireState.ts';
import type { Past } from './past.ts';

/** What the policies were doing at a moment. Going on costs what happened since; going back begins anew, which takes a few ms. */
export class PastPolicies {
  readonly #past: Past;
  #watch = new WireWatch();
  #count = 0;

  constructor(past: Past) {
    this.#past = past;
  }

  at(atUs: number): WireWatch {
    const count = this.#past.countUntil(atUs);
    if (count < this.#count) {
      this.#watch = new WireWatch();
      this.#count = 0;
    }
    this.#watch.take(this.#past.slice(this.#count, count));
    this.#count = count;
    return this.#watch;
  }
}
