import { InputBuffer } from '../../bytes/inputBuffer.ts';
import { ProtocolError } from './protocolError.ts';

/**
 * Chunks in, whole packets out. Their length stands in front of them in 7 bits a byte, the lowest first, so that one that is
 * too large is refused before its bytes are collected:
 *
 *   ┌───────────┬──────────────────┬─────────┐
 *   │ type 1 B  │ length 1 to 4 B  │ content │
 */
export class Frames {
  readonly #input = new InputBuffer();
  readonly #packetBytes: number;
  /** Of the packet that is coming in; kept aside until it is there. */
  #header: number[] = [];
  #length: number | undefined;

  constructor(packetBytes: number) {
    this.#packetBytes = packetBytes;
  }

  /** The first byte of what is not read yet: who has not said CONNECT is not waited for to finish something else. */
  get firstByte(): number | undefined {
    return this.#header[0] ?? this.#input.first();
  }

  push(chunk: Buffer): void {
    this.#input.append(chunk);
  }

  /** The next whole packet; throws a ProtocolError for one that cannot be. */
  next(): Buffer | undefined {
    while (this.#length === undefined) {
      const byte = this.#input.first();
      if (byte === undefined) return undefined;
      this.#input.skip(1);
      this.#header.push(byte);
      if (this.#header.length > 1 && byte < 128) this.#length = this.#readLength();
      else if (this.#header.length === 5) throw new ProtocolError('a length of more than four bytes');
    }
    if (this.#input.length < this.#length) return undefined;
    const packet = Buffer.concat([Buffer.from(this.#header), this.#input.take(this.#length)]);
    this.#header = [];
    this.#length = undefined;
    return packet;
  }

  #readLength(): number {
    const length = this.#header.slice(1).reduce((sum, byte, index) => sum + (byte & 127) * 128 ** index, 0);
    if (length > this.#packetBytes) throw new ProtocolError(`a packet of ${length} bytes`);
    return length;
  }
}
