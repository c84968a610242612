/** Remembers the newest messages, at least `count` of them and at most twice as many. */
export class KnownHops {
  readonly #count: number;
  #newer = new Set<string>();
  #older = new Set<string>();

  constructor(count = 20_000) {
    this.#count = count;
  }

  add(hopId: string): void {
    this.#newer.add(hopId);
    if (this.#newer.size < this.#count) return;
    this.#older = this.#newer;
    this.#newer = new Set();
  }

  has(hopId: string): boolean {
    return this.#newer.has(hopId) || this.#older.has(hopId);
  }
}
