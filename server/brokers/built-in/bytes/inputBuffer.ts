/**
 * Received bytes that no command has used yet. Room grows by doubling: appending a chunk to what is there every time
 * would copy a large value once per chunk, and a client could keep us busy by sending it byte by byte.
 */
export class InputBuffer {
  #bytes: Buffer = Buffer.alloc(0);
  #start = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  append(chunk: Buffer): void {
    if (this.length === 0) {
      // The usual case: nothing is left over, so the chunk is used as it is. `take` gives out copies.
      this.#bytes = chunk;
      this.#start = 0;
      this.#end = chunk.length;
      return;
    }
    if (this.#bytes.length - this.#end < chunk.length) this.#makeRoom(chunk.length);
    chunk.copy(this.#bytes, this.#end);
    this.#end += chunk.length;
  }

  first(): number | undefined {
    return this.length > 0 ? this.#bytes[this.#start] : undefined;
  }

  /** Distance to the first such byte, or -1. */
  indexOf(byte: number): number {
    return this.#bytes.subarray(this.#start, this.#end).indexOf(byte);
  }

  /** Copies, so that neither a later chunk nor a stored value can change or keep alive the other. */
  take(length: number): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(this.#start, this.#start + length));
    this.#start += length;
    return taken;
  }

  skip(length: number): void {
    this.#start += length;
  }

  #makeRoom(wanted: number): void {
    const length = this.length;
    const grown = Buffer.allocUnsafe(Math.max(2 * (length + wanted), 1024));
    this.#bytes.copy(grown, 0, this.#start, this.#end);
    this.#bytes = grown;
    this.#start = 0;
    this.#end = length;
  }
}
