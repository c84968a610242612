/** Takes turns among those that are there. Whoever comes or leaves disturbs nobody else's turn. */
export class RoundRobin {
  #last: number;

  /** Begins with the first one after `last`. */
  constructor(last = -1) {
    this.#last = last;
  }

  /** The next of these, in ascending order; not `avoided` as long as there is another one. Undefined when there is none. */
  next(there: Iterable<number>, avoided?: number): number | undefined {
    const all = [...there].toSorted((one, other) => one - other);
    const others = all.filter((one) => one !== avoided);
    const choice = others.length > 0 ? others : all;
    const next = choice.find((one) => one > this.#last) ?? choice[0];
    if (next !== undefined) this.#last = next;
    return next;
  }
}
