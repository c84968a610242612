import { BulkheadRejectedError } from 'cockatiel';
import { Observable } from 'rxjs';
import type { MakePolicy } from './policy.ts';

/**
 * Places for so many calls at a time, and a queue before them. Ours, with cockatiel's error: its own bulkhead keeps callers
 * that have left in the queue, and stands still behind them (docs/decisions/0007).
 */
export const bulkheadPolicy: MakePolicy<'bulkhead'> = ({ limit, queue }) => {
  const places = new Places(limit);
  return {
    around: (source$, { report }) =>
      new Observable((subscriber) => {
        if (places.isFull && places.waiting >= queue) {
          const note = `All ${limit} places are taken${queue === 0 ? '' : ` and ${queue} wait`}: it was not sent.`;
          report('rejected', { policy: 'bulkhead', note });
          subscriber.error(new BulkheadRejectedError(limit, queue));
          return undefined;
        }
        const leave = places.enter(() => {
          // The place is free before the caller goes on: what it sends next may take it.
          const subscription = source$.subscribe({
            next: (value) => subscriber.next(value),
            error: (error: unknown) => {
              leave();
              subscriber.error(error);
            },
            complete: () => {
              leave();
              subscriber.complete();
            },
          });
          subscriber.add(subscription);
        });
        return leave;
      }),
  };
};

/** For later turns: `queueMicrotask` makes an object for async hooks each time. */
const ready = Promise.resolve();

class Places {
  readonly #limit: number;
  #taken = 0;
  readonly #queue = new Set<() => void>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.#taken >= this.#limit;
  }

  get waiting(): number {
    return this.#queue.size;
  }

  /** Begins as soon as there is a place, on a later turn; what is returned gives the place up, or the wish for one. */
  enter(begin: () => void): () => void {
    let state: 'waiting' | 'inside' | 'left' = 'waiting';
    const goIn = (): void => {
      if (state !== 'waiting') return;
      state = 'inside';
      begin();
    };
    if (this.isFull) this.#queue.add(goIn);
    else {
      this.#taken += 1;
      void ready.then(goIn);
    }
    return () => {
      const before = state;
      state = 'left';
      if (before === 'left' || this.#queue.delete(goIn)) return;
      this.#passOn();
    };
  }

  #passOn(): void {
    const [longest] = this.#queue;
    if (longest === undefined) {
      this.#taken -= 1;
      return;
    }
    this.#queue.delete(longest);
    // The place goes from one to the next without being free between: nobody pushes in.
    void ready.then(longest);
  }
}
