/** Grows by doubling up to a bound; what does not fit is dropped and `overflowed` stays true. */
export class ByteWriter {
  readonly #limit: number;
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;
  #overflowed = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#length;
  }

  get overflowed(): boolean {
    return this.#overflowed;
  }

  text(latin1: string): void {
    if (!this.#reserve(latin1.length)) return;
    this.#length += this.#bytes.write(latin1, this.#length, 'latin1');
  }

  bytes(bytes: Buffer): void {
    if (!this.#reserve(bytes.length)) return;
    this.#length += bytes.copy(this.#bytes, this.#length);
  }

  /** Everything written so far; the writer starts anew and never touches these bytes again. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#bytes = Buffer.alloc(0);
    this.#length = 0;
    return taken;
  }

  #reserve(more: number): boolean {
    const wanted = this.#length + more;
    if (this.#overflowed || wanted > this.#limit) {
      this.#overflowed = true;
      return false;
    }
    if (wanted > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(256, 2 * this.#bytes.length, wanted));
      this.#bytes.copy(grown, 0, 0, this.#length);
      this.#bytes = grown;
    }
    return true;
  }
}
