import type { Clock } from '../clock.ts';
import { end } from './toxic.ts';
import type { Item, Link } from './toxic.ts';

/**
 * Holds items until they are due, in order. Due times are absolute, so that many items are on their way at once and a
 * delay does not become a limit of throughput.
 */
export class DelayLine {
  readonly #link: Pick<Link, 'pass'> & { readonly clock: Clock };
  readonly #held: { item: Item; dueAt: number }[] = [];
  #cancel: (() => void) | undefined;

  constructor(link: Link) {
    this.#link = link;
  }

  /** @param dueAt on the link's clock; earlier than the item before means together with it */
  push(item: Item, dueAt: number): void {
    this.#held.push({ item, dueAt: Math.max(dueAt, this.#held.at(-1)?.dueAt ?? 0) });
    if (this.#cancel === undefined) this.#wait();
  }

  /** Passes all that is held, now. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    for (const { item } of this.#held.splice(0)) this.#link.pass(item);
  }

  #wait(): void {
    const [next] = this.#held;
    if (next === undefined) return;
    this.#cancel = this.#link.clock.after(Math.max(0, next.dueAt - this.#link.clock.now()), () => {
      this.#cancel = undefined;
      this.#passDue();
      if (this.#cancel === undefined) this.#wait();
    });
  }

  #passDue(): void {
    const now = this.#link.clock.now();
    const firstLater = this.#held.findIndex(({ dueAt }) => dueAt > now);
    const due = this.#held.splice(0, firstLater === -1 ? this.#held.length : firstLater);
    for (const { item } of due) this.#link.pass(item);
  }
}

/** The number of bytes in an item; an end has none. */
export const sizeOf = (item: Item): number => (item === end ? 0 : item.length);
