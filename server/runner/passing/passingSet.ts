/** One of the values in a `PassingSet`, to take it out by. */
export interface Passing<T> {
  readonly value: T;
  /** Its place in the list of all. */
  at: number;
}

/** A set, in no order, for what comes and goes with every message: see `PassingMap` for what is wrong with V8's own. */
export class PassingSet<T> {
  #all: Passing<T>[] = [];

  get size(): number {
    return this.#all.length;
  }

  get values(): readonly T[] {
    return this.#all.map(({ value }) => value);
  }

  /** In it as often as it is added. */
  add(value: T): Passing<T> {
    const passing = { value, at: this.#all.length };
    this.#all.push(passing);
    return passing;
  }

  /** Nothing happens when it is out already. */
  delete(passing: Passing<T>): void {
    const { at } = passing;
    const last = this.#all.at(-1);
    if (this.#all[at] !== passing || last === undefined) return;
    this.#all[at] = last;
    last.at = at;
    this.#all.pop();
  }

  clear(): void {
    this.#all = [];
  }
}
