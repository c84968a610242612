// Bytes in, frames out. Behind the protocol header every frame is alike:
//
//   type(1) channel(2) length(4) payload(length) 0xCE
//
//   socket ─ chunk ─▶ push ┐
//                          ├▶ next() ─▶ {type, channel, payload} · undefined = more bytes needed · ConnectionError = close
import { InputBuffer } from '../../bytes/inputBuffer.ts';
import { ConnectionError } from './protocolError.ts';

const frameTypes = new Map([
  [1, 'method'],
  [2, 'header'],
  [3, 'body'],
  [8, 'heartbeat'],
] as const);
export const frameEnd = 0xce;
/** What a frame has besides its payload. */
export const frameOverhead = 8;
const headBytes = 7;

/** `AMQP` 0 0 9 1: what a client begins with, and what one of another version is answered with. */
export const protocolHeader = Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]);

export interface Frame {
  readonly type: 'method' | 'header' | 'body' | 'heartbeat';
  readonly channel: number;
  readonly payload: Buffer;
}

/** The client speaks something else, or another version. */
export class NotAmqp extends Error {
  override name = 'NotAmqp';
}

export class FrameParser {
  /** The longest frame that is taken, as agreed with the client. */
  maxBytes: number;
  readonly #input = new InputBuffer();
  #hasBegun = false;
  #head: { type: Frame['type']; channel: number; length: number } | undefined;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  push(chunk: Buffer): void {
    this.#input.append(chunk);
  }

  /** Whether the client has said that it speaks AMQP; false while that has not come. */
  begin(): boolean {
    if (this.#hasBegun) return true;
    const first = this.#input.first();
    if (first === undefined) return false;
    if (first !== protocolHeader[0]) throw new NotAmqp();
    if (this.#input.length < protocolHeader.length) return false;
    if (!this.#input.take(protocolHeader.length).equals(protocolHeader)) throw new NotAmqp();
    this.#hasBegun = true;
    return true;
  }

  /** The next whole frame. */
  next(): Frame | undefined {
    this.#head ??= this.#readHead();
    if (this.#head === undefined || this.#input.length < this.#head.length + 1) return undefined;
    const { type, channel, length } = this.#head;
    this.#head = undefined;
    const payload = this.#input.take(length);
    if (this.#input.take(1)[0] !== frameEnd) throw new ConnectionError('FRAME_ERROR', 'invalid frame end marker');
    return { type, channel, payload };
  }

  #readHead(): { type: Frame['type']; channel: number; length: number } | undefined {
    if (this.#input.length < headBytes) return undefined;
    const head = this.#input.take(headBytes);
    const number = head.readUInt8(0);
    const type = (frameTypes as ReadonlyMap<number, Frame['type']>).get(number);
    if (type === undefined) throw new ConnectionError('FRAME_ERROR', `unknown frame type ${number}`);
    const length = head.readUInt32BE(3);
    if (length + frameOverhead > this.maxBytes) {
      throw new ConnectionError(
        'FRAME_ERROR',
        `frame of ${length + frameOverhead} bytes is larger than the ${this.maxBytes} agreed`,
      );
    }
    return { type, channel: head.readUInt16BE(1), length };
  }
}
