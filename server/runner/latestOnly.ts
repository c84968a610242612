/**
 * Does one thing at a time; of those that wait, only the latest. Everybody who pushed resolves when what they pushed, or
 * what came in its place, is done; and gets its error.
 *
 *   push A ─▶ doing A
 *   push B ─▶ waits   ─▶ given up for C, resolves with C
 *   push C ─▶ waits   ─▶ doing C
 */
export class LatestOnly<T> {
  readonly #work: (item: T) => Promise<void>;
  #doing: Promise<void> | undefined;
  #next: { item: T; done: Promise<void> } | undefined;

  constructor(work: (item: T) => Promise<void>) {
    this.#work = work;
  }

  push(item: T): Promise<void> {
    if (this.#next !== undefined) {
      this.#next.item = item;
      return this.#next.done;
    }
    const before = this.#doing;
    if (before === undefined) return this.#start(item);
    const next = {
      item,
      done: before.then(
        () => this.#startNext(),
        () => this.#startNext(),
      ),
    };
    this.#next = next;
    return next.done;
  }

  /** Resolves when nothing is being done and nothing waits. */
  async idle(): Promise<void> {
    while (this.#doing !== undefined) await Promise.allSettled([this.#next?.done ?? this.#doing]);
  }

  #startNext(): Promise<void> {
    const next = this.#next;
    this.#next = undefined;
    return next === undefined ? Promise.resolve() : this.#start(next.item);
  }

  #start(item: T): Promise<void> {
    const doing = this.#work(item).finally(() => {
      if (this.#doing === doing) this.#doing = undefined;
    });
    this.#doing = doing;
    return doing;
  }
}
