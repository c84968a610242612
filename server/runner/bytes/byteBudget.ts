/** How much memory the bytes of all links of this process may take together. */
export class ByteBudget {
  readonly #max: number;
  /** Makes room by forgetting something; false when there is nothing to forget. */
  readonly #makeRoom: () => boolean;
  #used = 0;

  constructor(max: number, makeRoom: () => boolean) {
    this.#max = max;
    this.#makeRoom = makeRoom;
  }

  get used(): number {
    return this.#used;
  }

  /** @returns whether there is so much left */
  take(bytes: number): boolean {
    while (this.#used + bytes > this.#max) if (!this.#makeRoom()) return false;
    this.#used += bytes;
    return true;
  }

  takeAnyway(bytes: number): void {
    if (!this.take(bytes)) this.#used += bytes;
  }

  give(bytes: number): void {
    this.#used -= bytes;
  }
}
