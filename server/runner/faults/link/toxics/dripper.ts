import type { Clock } from '../clock.ts';
import { end } from './toxic.ts';
import type { Item, Link } from './toxic.ts';

/** So many pieces go in one turn; a stream that is cut into single bytes must not keep everybody else waiting. */
const piecesPerTurn = 256;

export interface Drip {
  /** How large the next piece is, in bytes; at least 1. */
  size: () => number;
  /** Time until a piece of this size is through, or until the next one may follow. */
  ms: (bytes: number) => number;
  /** A piece is passed when its time is over, else when it begins. */
  isAtEnd: boolean;
}

/**
 * Passes on what comes in piece by piece, each in its time, in order:
 *
 *   in  ──ABCDEF──▶
 *   out ──AB───CD───EF──▶
 *
 * A piece is cut only when it is its turn: many small ones are never held at once.
 */
export class Dripper {
  readonly #link: Pick<Link, 'pass'> & { readonly clock: Clock };
  readonly #drip: Drip;
  readonly #held: Item[] = [];
  #heldBytes = 0;
  #piece: Item | undefined;
  /** When the next piece may begin, on the link's clock. */
  #freeAt = 0;
  #cancel: (() => void) | undefined;

  constructor(link: Link, drip: Drip) {
    this.#link = link;
    this.#drip = drip;
  }

  /** Bytes that wait. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  push(item: Item): void {
    if (item !== end && item.length === 0) return;
    this.#held.push(item);
    if (item !== end) this.#heldBytes += item.length;
    if (this.#cancel !== undefined) return;
    this.#freeAt = Math.max(this.#freeAt, this.#link.clock.now());
    this.#go();
  }

  /** Passes all that is held, now. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const waited = this.#piece;
    const held = this.#held.splice(0);
    this.#piece = undefined;
    this.#heldBytes = 0;
    if (waited !== undefined) this.#link.pass(waited);
    for (const item of held) this.#link.pass(item);
  }

  #go(): void {
    for (let count = 0; this.#held.length > 0 || this.#piece !== undefined; count += 1) {
      const waitMs = this.#freeAt - this.#link.clock.now();
      if (waitMs > 0 || count >= piecesPerTurn) {
        this.#cancel = this.#link.clock.after(Math.max(0, waitMs), () => {
          this.#cancel = undefined;
          this.#go();
        });
        return;
      }
      this.#passOne();
    }
  }

  #passOne(): void {
    const waited = this.#piece;
    if (waited !== undefined) {
      this.#piece = undefined;
      this.#give(waited);
      return;
    }
    const piece = this.#cut();
    this.#freeAt += piece === end ? 0 : this.#drip.ms(piece.length);
    if (this.#drip.isAtEnd) this.#piece = piece;
    else this.#give(piece);
  }

  #give(piece: Item): void {
    if (piece !== end) this.#heldBytes -= piece.length;
    this.#link.pass(piece);
  }

  #cut(): Item {
    const [first] = this.#held;
    if (first === undefined || first === end) return this.#held.shift() ?? end;
    const size = Math.max(1, Math.floor(this.#drip.size()));
    if (size >= first.length) return this.#held.shift() ?? end;
    this.#held[0] = first.subarray(size);
    return first.subarray(0, size);
  }
}
