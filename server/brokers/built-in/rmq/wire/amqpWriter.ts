import type { Field, FieldTable } from './field.ts';

/** Writes AMQP's values one behind the other. It grows as needed: whoever uses it writes what is bounded already. */
export class AmqpWriter {
  #bytes: Buffer = Buffer.allocUnsafe(256);
  #length = 0;
  #bitsUsed = 0;

  get length(): number {
    return this.#length;
  }

  /** Everything written so far. */
  done(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Bits that follow each other share octets, lowest first. */
  bit(isSet: boolean): void {
    if (this.#bitsUsed === 0 || this.#bitsUsed === 8) {
      this.octet(0);
      this.#bitsUsed = 0;
    }
    const at = this.#length - 1;
    if (isSet) this.#bytes.writeUInt8(this.#bytes.readUInt8(at) | (1 << this.#bitsUsed), at);
    this.#bitsUsed += 1;
  }

  octet(value: number): void {
    this.#put(1, (bytes, at) => bytes.writeUInt8(value, at));
  }

  short(value: number): void {
    this.#put(2, (bytes, at) => bytes.writeUInt16BE(value, at));
  }

  long(value: number): void {
    this.#put(4, (bytes, at) => bytes.writeUInt32BE(value, at));
  }

  longlong(value: bigint): void {
    this.#put(8, (bytes, at) => bytes.writeBigUInt64BE(value, at));
  }

  /** At most 255 bytes; more is cut off. */
  shortstr(latin1: string): void {
    const cut = latin1.slice(0, 255);
    this.octet(cut.length);
    this.text(cut);
  }

  longstr(latin1: string): void {
    this.long(latin1.length);
    this.text(latin1);
  }

  text(latin1: string): void {
    this.#put(latin1.length, (bytes, at) => bytes.write(latin1, at, 'latin1'));
  }

  bytes(bytes: Buffer): void {
    this.#put(bytes.length, (to, at) => bytes.copy(to, at));
  }

  table(fields: FieldTable): void {
    this.#sized(() => {
      for (const [name, field] of fields) {
        this.shortstr(name);
        this.#field(field);
      }
    });
  }

  #field(field: Field): void {
    this.text(field.type);
    switch (field.type) {
      case 't':
        return this.octet(field.value ? 1 : 0);
      case 'b':
        return this.#put(1, (bytes, at) => bytes.writeInt8(field.value, at));
      case 'B':
        return this.octet(field.value);
      case 's':
        return this.#put(2, (bytes, at) => bytes.writeInt16BE(field.value, at));
      case 'u':
        return this.short(field.value);
      case 'I':
        return this.#put(4, (bytes, at) => bytes.writeInt32BE(field.value, at));
      case 'i':
        return this.long(field.value);
      case 'l':
        return this.#put(8, (bytes, at) => bytes.writeBigInt64BE(field.value, at));
      case 'T':
        return this.longlong(field.value);
      case 'f':
        return this.#put(4, (bytes, at) => bytes.writeFloatBE(field.value, at));
      case 'd':
        return this.#put(8, (bytes, at) => bytes.writeDoubleBE(field.value, at));
      case 'D':
        this.octet(field.value.scale);
        return this.#put(4, (bytes, at) => bytes.writeInt32BE(field.value.digits, at));
      case 'S':
        return this.longstr(field.value);
      case 'x':
        this.long(field.value.length);
        return this.bytes(field.value);
      case 'A':
        return this.#sized(() => field.value.forEach((each) => this.#field(each)));
      case 'F':
        return this.table(field.value);
      case 'V':
        return;
    }
  }

  /** What is written, behind its length. */
  #sized(write: () => void): void {
    this.long(0);
    const start = this.#length;
    write();
    this.#bytes.writeUInt32BE(this.#length - start, start - 4);
  }

  #put(more: number, write: (bytes: Buffer, at: number) => unknown): void {
    const at = this.#length;
    this.#length += more;
    this.#bitsUsed = 0;
    if (this.#length > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#length));
      this.#bytes.copy(grown, 0, 0, at);
      this.#bytes = grown;
    }
    write(this.#bytes, at);
  }
}
