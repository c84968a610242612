import { PassingSet } from '../passing/passingSet.ts';

/** The handlers of one replica that are at work: a graceful stop waits for them, a kill ends them. */
export class RunningHandlers {
  readonly #stops = new PassingSet<() => void>();
  readonly #waiting = new Set<() => void>();

  /** A handler begins; `stop` ends it without a word. Call what is returned when it has ended by itself. */
  begin(stop: () => void): () => void {
    const running = this.#stops.add(stop);
    return () => {
      this.#stops.delete(running);
      if (this.#stops.size === 0) this.#wake();
    };
  }

  stopAll(): void {
    const stops = this.#stops.values;
    this.#stops.clear();
    for (const stop of stops) stop();
    this.#wake();
  }

  /** Resolves when none is at work, or after `maxMs`. */
  idle(maxMs: number): Promise<void> {
    if (this.#stops.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, maxMs);
      this.#waiting.add(wake);
    });
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }
}
