// Bytes in, commands out: RESP arrays of bulk strings, and inline commands as typed into telnet.
//
//   socket ─ chunk ─▶ push ┐
//                          ├▶ next() ─▶ [SET, key, value] · undefined = more bytes needed · ProtocolError = close
//
// What is half read is kept (argument count, bulk length), so a command that drips in byte by byte is never read twice.
// Order and texts of the checks follow networking.c of Redis 7.
import type { Limits } from '../limits.ts';
import { lineBytes } from '../limits.ts';
import { InputBuffer } from '../../bytes/inputBuffer.ts';
import { splitInline } from './inlineRequest.ts';
import { parseInteger } from './integers.ts';
import { ProtocolError } from './protocolError.ts';

export type RequestLimits = Pick<Limits, 'bulkBytes' | 'commandArgs' | 'commandBytes'>;

const star = 0x2a;
const dollar = 0x24;
const carriageReturn = 0x0d;
const lineFeed = 0x0a;

export class RequestParser {
  readonly #limits: RequestLimits;
  readonly #input = new InputBuffer();
  #missingArgs = 0;
  #bulkLength: number | undefined;
  #args: Buffer[] = [];
  #argBytes = 0;

  constructor(limits: RequestLimits) {
    this.#limits = limits;
  }

  push(chunk: Buffer): void {
    this.#input.append(chunk);
  }

  /** The next whole command, never empty. Its buffers stay valid. */
  next(): Buffer[] | undefined {
    while (this.#missingArgs > 0 || this.#input.length > 0) {
      if (this.#missingArgs === 0 && this.#input.first() !== star) {
        const words = this.#inline();
        if (words === undefined) return undefined;
        if (words.length > 0) return words;
        continue;
      }
      if (this.#missingArgs === 0 && !this.#begin()) return undefined;
      while (this.#missingArgs > 0) {
        if (!this.#argument()) return undefined;
      }
      if (this.#args.length > 0) return this.#finish();
    }
    return undefined;
  }

  /** `*3\r\n`; a count of zero or less is no command and is passed over. */
  #begin(): boolean {
    const line = this.#header('too big mbulk count string');
    if (line === undefined) return false;
    const count = parseInteger(line.subarray(1));
    if (count === undefined || count > this.#limits.commandArgs) throw new ProtocolError('invalid multibulk length');
    this.#missingArgs = Math.max(0, Number(count));
    return true;
  }

  #argument(): boolean {
    if (this.#bulkLength === undefined) {
      const line = this.#header('too big bulk count string');
      if (line === undefined) return false;
      if (line[0] !== dollar) throw new ProtocolError(`expected '$', got '${line.toString('latin1', 0, 1)}'`);
      const length = parseInteger(line.subarray(1));
      if (length === undefined || length < 0n || length > this.#limits.bulkBytes) {
        throw new ProtocolError('invalid bulk length');
      }
      this.#bulkLength = Number(length);
      this.#argBytes += this.#bulkLength;
      if (this.#argBytes > this.#limits.commandBytes) throw new ProtocolError('too big request');
    }
    // Like Redis, the two bytes after a bulk are passed over without a look.
    if (this.#input.length < this.#bulkLength + 2) return false;
    this.#args.push(this.#input.take(this.#bulkLength));
    this.#input.skip(2);
    this.#bulkLength = undefined;
    this.#missingArgs -= 1;
    return true;
  }

  #finish(): Buffer[] {
    const args = this.#args;
    this.#args = [];
    this.#argBytes = 0;
    return args;
  }

  #header(tooLong: string): Buffer | undefined {
    const end = this.#input.indexOf(carriageReturn);
    if (end < 0) {
      if (this.#input.length > lineBytes) throw new ProtocolError(tooLong);
      return undefined;
    }
    if (this.#input.length < end + 2) return undefined;
    const line = this.#input.take(end);
    this.#input.skip(2);
    return line;
  }

  #inline(): Buffer[] | undefined {
    const end = this.#input.indexOf(lineFeed);
    if (end < 0) {
      if (this.#input.length > lineBytes) throw new ProtocolError('too big inline request');
      return undefined;
    }
    const line = this.#input.take(end);
    this.#input.skip(1);
    const words = splitInline(line.at(-1) === carriageReturn ? line.subarray(0, -1) : line);
    if (words === undefined) throw new ProtocolError('unbalanced quotes in request');
    return words;
  }
}
