import type { Entry } from './message.ts';

/** The messages of a queue that wait, in the order of their positions. Both ends are cheap: what was taken leaves room in front. */
export class Backlog {
  #entries: (Entry | undefined)[] = [];
  #head = 0;

  get length(): number {
    return this.#entries.length - this.#head;
  }

  first(): Entry | undefined {
    return this.#entries[this.#head];
  }

  push(entry: Entry): void {
    this.#entries.push(entry);
  }

  shift(): Entry | undefined {
    const entry = this.#entries[this.#head];
    if (entry === undefined) return undefined;
    this.#entries[this.#head] = undefined;
    this.#head += 1;
    if (this.#head > 64 && this.#head * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
    return entry;
  }

  /** To its old place, which is near the front. */
  putBack(entry: Entry): void {
    let at = this.#head;
    for (; at < this.#entries.length; at += 1) if ((this.#entries[at]?.position ?? 0) > entry.position) break;
    if (at === this.#head && at > 0) {
      this.#head -= 1;
      this.#entries[this.#head] = entry;
    } else {
      this.#entries.splice(at, 0, entry);
    }
  }

  /** Takes all of them out. */
  clear(): Entry[] {
    const entries = [...this];
    this.#entries = [];
    this.#head = 0;
    return entries;
  }

  *[Symbol.iterator](): Generator<Entry> {
    for (const entry of this.#entries.slice(this.#head)) if (entry !== undefined) yield entry;
  }
}
