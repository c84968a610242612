import type { Clock } from './clock.ts';
import type { InjectedAct } from './toxics/toxic.ts';

/** A large message comes as many chunks within a millisecond or two: for who looks on, that is one thing that happened. */
const burstMs = 5;

/** Makes one report of a burst. What ends a connection is never left out. */
export class Throttle {
  readonly #clock: Clock;
  #lastAt = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  lets({ act }: InjectedAct): boolean {
    if (act === 'closed' || act === 'closedLate' || act === 'reset' || act === 'refused') return true;
    const now = this.#clock.now();
    const isNew = now - this.#lastAt >= burstMs;
    this.#lastAt = now;
    return isNew;
  }
}
