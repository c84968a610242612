import type { Field, FieldTable } from './field.ts';
import { ConnectionError } from './protocolError.ts';

/** How deep lists and tables may stand in each other. */
const maxDepth = 32;

/** Takes AMQP's values out of the payload of one frame. Reading past its end is a syntax error, which closes the connection. */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;
  #bits = 0;
  #bitsLeft = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** Bits that follow each other share octets, lowest first. */
  bit(): boolean {
    if (this.#bitsLeft === 0) {
      this.#bits = this.octet();
      this.#bitsLeft = 8;
    }
    const bit = (this.#bits & 1) === 1;
    this.#bits >>= 1;
    this.#bitsLeft -= 1;
    return bit;
  }

  octet(): number {
    return this.#bytes.readUInt8(this.#pass(1));
  }

  short(): number {
    return this.#bytes.readUInt16BE(this.#pass(2));
  }

  long(): number {
    return this.#bytes.readUInt32BE(this.#pass(4));
  }

  longlong(): bigint {
    return this.#bytes.readBigUInt64BE(this.#pass(8));
  }

  shortstr(): string {
    return this.#text(this.octet());
  }

  longstr(): string {
    return this.#text(this.long());
  }

  table(depth = 0): FieldTable {
    const end = this.#end(this.long());
    const fields = new Map<string, Field>();
    while (this.#at < end) fields.set(this.shortstr(), this.#field(depth + 1));
    this.#mustEndAt(end);
    return fields;
  }

  #field(depth: number): Field {
    if (depth > maxDepth) throw syntaxError();
    const type = String.fromCharCode(this.octet());
    switch (type) {
      case 't':
        return { type, value: this.octet() !== 0 };
      case 'b':
        return { type, value: this.#bytes.readInt8(this.#pass(1)) };
      case 'B':
        return { type, value: this.octet() };
      case 's':
        return { type, value: this.#bytes.readInt16BE(this.#pass(2)) };
      case 'u':
        return { type, value: this.short() };
      case 'I':
        return { type, value: this.#bytes.readInt32BE(this.#pass(4)) };
      case 'i':
        return { type, value: this.long() };
      case 'l':
        return { type, value: this.#bytes.readBigInt64BE(this.#pass(8)) };
      case 'T':
        return { type, value: this.longlong() };
      case 'f':
        return { type, value: this.#bytes.readFloatBE(this.#pass(4)) };
      case 'd':
        return { type, value: this.#bytes.readDoubleBE(this.#pass(8)) };
      case 'D':
        return { type, value: { scale: this.octet(), digits: this.#bytes.readInt32BE(this.#pass(4)) } };
      case 'S':
        return { type, value: this.longstr() };
      case 'x':
        return { type, value: Buffer.from(this.longstr(), 'latin1') };
      case 'A':
        return { type, value: this.#list(depth) };
      case 'F':
        return { type, value: this.table(depth) };
      case 'V':
        return { type };
      default:
        throw syntaxError();
    }
  }

  #list(depth: number): Field[] {
    const end = this.#end(this.long());
    const fields: Field[] = [];
    while (this.#at < end) fields.push(this.#field(depth + 1));
    this.#mustEndAt(end);
    return fields;
  }

  #text(length: number): string {
    const at = this.#pass(length);
    return this.#bytes.toString('latin1', at, at + length);
  }

  #end(length: number): number {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw syntaxError();
    return end;
  }

  #mustEndAt(end: number): void {
    if (this.#at !== end) throw syntaxError();
  }

  #pass(length: number): number {
    const at = this.#at;
    if (at + length > this.#bytes.length) throw syntaxError();
    this.#bitsLeft = 0;
    this.#at = at + length;
    return at;
  }
}

const syntaxError = (): ConnectionError => new ConnectionError('SYNTAX_ERROR', 'illegal or truncated arguments');
