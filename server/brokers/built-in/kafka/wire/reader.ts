import { ProtocolError } from './protocolError.ts';

/**
 * Reads the primitive types of Kafka's protocol one after the other. What does not fit into the bytes is a ProtocolError,
 * never a RangeError of Node's. 64-bit numbers become numbers: no offset of ours leaves the exact ones.
 */
export class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  int8(): number {
    return this.#bytes.readInt8(this.#advance(1));
  }

  boolean(): boolean {
    return this.int8() !== 0;
  }

  int16(): number {
    return this.#bytes.readInt16BE(this.#advance(2));
  }

  int32(): number {
    return this.#bytes.readInt32BE(this.#advance(4));
  }

  uint32(): number {
    return this.#bytes.readUInt32BE(this.#advance(4));
  }

  int64(): number {
    return Number(this.#bytes.readBigInt64BE(this.#advance(8)));
  }

  /** Of at most 32 bits, seven of them in each byte. */
  unsignedVarint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#bytes.readUInt8(this.#advance(1));
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new ProtocolError('a number is longer than five bytes');
  }

  /** Zigzag: 0, -1, 1, -2, … */
  varint(): number {
    const value = this.unsignedVarint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  string(): string {
    return this.nullableString() ?? missing();
  }

  nullableString(): string | undefined {
    const length = this.int16();
    return length === -1 ? undefined : this.take(length).toString('utf8');
  }

  compactString(): string {
    return this.take(this.unsignedVarint() - 1).toString('utf8');
  }

  bytes(): Buffer {
    return this.nullableBytes() ?? missing();
  }

  nullableBytes(): Buffer | undefined {
    const length = this.int32();
    return length === -1 ? undefined : this.take(length);
  }

  array<T>(readOne: () => T): T[] {
    return this.nullableArray(readOne) ?? missing();
  }

  nullableArray<T>(readOne: () => T): T[] | undefined {
    const length = this.int32();
    if (length === -1) return undefined;
    // Everything takes a byte at least: a length beyond that is a lie, and must not make us reserve room for it.
    if (length < 0 || length > this.left) throw new ProtocolError(`there is no room for ${length} values`);
    return Array.from({ length }, readOne);
  }

  /** What later versions may add to anything; we know none of it. */
  skipTags(): void {
    const count = this.unsignedVarint();
    for (let index = 0; index < count; index += 1) {
      this.unsignedVarint();
      this.take(this.unsignedVarint());
    }
  }

  /** A view, not a copy. */
  take(length: number): Buffer {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  #advance(length: number): number {
    if (length < 0 || length > this.left)
      throw new ProtocolError(`${length} bytes were announced, ${this.left} are left`);
    const start = this.#at;
    this.#at += length;
    return start;
  }
}

function missing(): never {
  throw new ProtocolError('null where a value has to be');
}
