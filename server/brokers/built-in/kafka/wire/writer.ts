/** Writes the primitive types of Kafka's protocol one after the other. */
export class Writer {
  #bytes: Buffer = Buffer.allocUnsafe(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  int8(value: number): this {
    this.#room(1).writeInt8(value, this.#length - 1);
    return this;
  }

  boolean(value: boolean): this {
    return this.int8(value ? 1 : 0);
  }

  int16(value: number): this {
    this.#room(2).writeInt16BE(value, this.#length - 2);
    return this;
  }

  int32(value: number): this {
    this.#room(4).writeInt32BE(value, this.#length - 4);
    return this;
  }

  uint32(value: number): this {
    this.#room(4).writeUInt32BE(value, this.#length - 4);
    return this;
  }

  int64(value: number): this {
    this.#room(8).writeBigInt64BE(BigInt(value), this.#length - 8);
    return this;
  }

  unsignedVarint(value: number): this {
    let rest = value;
    while (rest >= 0x80) {
      this.#room(1).writeUInt8((rest % 0x80) + 0x80, this.#length - 1);
      rest = Math.floor(rest / 0x80);
    }
    this.#room(1).writeUInt8(rest, this.#length - 1);
    return this;
  }

  /** Zigzag: 0, -1, 1, -2, … */
  varint(value: number): this {
    return this.unsignedVarint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  string(text: string | undefined): this {
    if (text === undefined) return this.int16(-1);
    const bytes = Buffer.from(text, 'utf8');
    return this.int16(bytes.length).raw(bytes);
  }

  bytes(bytes: Buffer | undefined): this {
    return bytes === undefined ? this.int32(-1) : this.int32(bytes.length).raw(bytes);
  }

  array<T>(values: readonly T[], writeOne: (value: T) => unknown): this {
    this.int32(values.length);
    values.forEach(writeOne);
    return this;
  }

  compactArray<T>(values: readonly T[], writeOne: (value: T) => unknown): this {
    this.unsignedVarint(values.length + 1);
    values.forEach(writeOne);
    return this;
  }

  noTags(): this {
    return this.unsignedVarint(0);
  }

  raw(bytes: Buffer): this {
    bytes.copy(this.#room(bytes.length), this.#length - bytes.length);
    return this;
  }

  /** Everything written so far, which must not be written to any more. */
  done(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Counts the bytes that come next as written, and gives the buffer that has room for them. */
  #room(more: number): Buffer {
    const before = this.#length;
    this.#length += more;
    if (this.#length > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#length));
      this.#bytes.copy(grown, 0, 0, before);
      this.#bytes = grown;
    }
    return this.#bytes;
  }
}
