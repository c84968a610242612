/** A service's own memory, as `set`, `get` and `state` see it. It survives edits and rebuilds, and ends with the service. */

const maxKeys = 10_000;
const maxChars = 8 * 1024 * 1024;

export class Store {
  /** Without a prototype: a key such as `constructor` is a key like any other. */
  readonly #values: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  readonly #sizes = new Map<string, number>();
  #chars = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** Every value by its key; to be read only. */
  get values(): Readonly<Record<string, unknown>> {
    return this.#values;
  }

  get(key: string): unknown {
    return this.#values[key];
  }

  /**
   * Does one thing at a time. A value is made of `state` over several microtasks, between which
   * another handler's `set` could be lost; `store.set(key, value)` of a written service is one turn, and this is too.
   */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  /**
   * `undefined` forgets the key.
   * @throws Error when the store is full: 10 000 keys, 8 MB as JSON.
   */
  set(key: string, value: unknown): void {
    const before = this.#sizes.get(key) ?? 0;
    if (value === undefined) {
      delete this.#values[key];
      this.#sizes.delete(key);
      this.#chars -= before;
      return;
    }
    const size = key.length + (JSON.stringify(value)?.length ?? 0);
    if (!this.#sizes.has(key) && this.#sizes.size >= maxKeys) {
      throw new Error(`The store holds ${maxKeys} keys already. Set a key to undefined to forget it, or use fewer.`);
    }
    if (this.#chars - before + size > maxChars) {
      throw new Error('The store holds 8 MB already. Keep less, or set keys to undefined to forget them.');
    }
    this.#values[key] = value;
    this.#sizes.set(key, size);
    this.#chars += size - before;
  }
}
