export interface Interval {
  startUs: number;
  /** Infinity: it is not over. */
  endUs: number;
}

const blockSize = 64;

/**
 * What lasted from then until then, to be asked for what was there at a moment.
 *
 *   by start   ├──┤├─────────┤ ├┤ │ ├──┤ ├───┤ ├──────┤ │      in blocks of 64, each of which knows its latest end:
 *   latest end            ▲       │          ▲           │     a block that was over by then is passed over whole
 */
export class Intervals<T extends Interval> {
  readonly #all: T[] = [];
  #latestEnds: number[] = [];
  #isInOrder = true;

  /** `endUs` may still be changed afterwards; tell it by `changed`. */
  add(interval: T): void {
    this.#all.push(interval);
    this.changed();
  }

  changed(): void {
    this.#isInOrder = false;
  }

  /** Those that had begun by then and were not over, or not for longer than `lingerUs`. By their beginning. */
  at(atUs: number, lingerUs = 0): T[] {
    this.#order();
    const found: T[] = [];
    for (const [block, latestEnd] of this.#latestEnds.entries()) {
      const first = this.#all[block * blockSize];
      if (first === undefined || first.startUs > atUs) break;
      if (latestEnd <= atUs - lingerUs) continue;
      const end = Math.min(this.#all.length, (block + 1) * blockSize);
      for (let index = block * blockSize; index < end; index += 1) {
        const one = this.#all[index];
        if (one !== undefined && one.startUs <= atUs && one.endUs > atUs - lingerUs) found.push(one);
      }
    }
    return found;
  }

  #order(): void {
    if (this.#isInOrder) return;
    this.#isInOrder = true;
    this.#all.sort((a, b) => a.startUs - b.startUs);
    this.#latestEnds = [];
    for (let start = 0; start < this.#all.length; start += blockSize) {
      let latest = -Infinity;
      const end = Math.min(this.#all.length, start + blockSize);
      for (let index = start; index < end; index += 1) latest = Math.max(latest, this.#all[index]?.endUs ?? -Infinity);
      this.#latestEnds.push(latest);
    }
  }
}
