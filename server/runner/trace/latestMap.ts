/**
 * Remembers the latest entries, at least `atLeast` and at most twice as many. Two generations instead of one map that gives up its
 * oldest key with each new one: V8's maps keep deleted keys until they are rebuilt, so finding the oldest costs more and more.
 */
export class LatestMap<T> {
  readonly #atLeast: number;
  #young = new Map<string, T>();
  #old = new Map<string, T>();

  constructor(atLeast: number) {
    this.#atLeast = atLeast;
  }

  get isEmpty(): boolean {
    return this.#young.size === 0 && this.#old.size === 0;
  }

  get(key: string): T | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  set(key: string, value: T): void {
    this.#young.set(key, value);
    if (this.#young.size < this.#atLeast) return;
    this.#old = this.#young;
    this.#young = new Map();
  }

  delete(key: string): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }
}
