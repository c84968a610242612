// Bytes in, requests out: each is announced by its length in four bytes.
import { InputBuffer } from '../../bytes/inputBuffer.ts';
import { ProtocolError } from './protocolError.ts';

const lengthBytes = 4;
/** Key, version and correlation id. Whatever announces less speaks another protocol. */
const shortestFrame = 8;

export class Frames {
  readonly #longest: number;
  readonly #input = new InputBuffer();
  #announced: number | undefined;

  constructor(longest: number) {
    this.#longest = longest;
  }

  /** Bytes that wait here. */
  get length(): number {
    return this.#input.length;
  }

  push(chunk: Buffer): void {
    this.#input.append(chunk);
  }

  /** The next whole one, or undefined when more bytes are needed. */
  next(): Buffer | undefined {
    if (this.#announced === undefined) {
      if (this.#input.length < lengthBytes) return undefined;
      const length = this.#input.take(lengthBytes).readInt32BE();
      if (length < shortestFrame || length > this.#longest) throw new ProtocolError(`a request of ${length} bytes`);
      this.#announced = length;
    }
    if (this.#input.length < this.#announced) return undefined;
    const frame = this.#input.take(this.#announced);
    this.#announced = undefined;
    return frame;
  }
}
