// Bytes in, requests out. A control line ends in \r\n; PUB and HPUB announce how many bytes follow it.
//
//   socket ─ chunk ─▶ push ┐
//                          ├▶ next() ─▶ {op: 'sub', …} · undefined = more bytes needed · ProtocolError = close
//
// Texts of the errors are nats-server's own.
import { InputBuffer } from '../../bytes/inputBuffer.ts';
import { lineBytes } from '../limits.ts';
import { ProtocolError } from './protocolError.ts';
import type { Publication, Request } from './request.ts';
import { readLine, type Announced } from './requestLine.ts';

const lineFeed = 0x0a;
/** What a request can begin with: another protocol is refused at its first byte, not after a line that never ends. */
const firstBytes = new Set(Buffer.from('PpSsUuHhCcIi+'));
const lineEnd = '\r\n';

export class RequestParser {
  readonly #payloadBytes: number;
  readonly #input = new InputBuffer();
  #announced: Announced | undefined;

  constructor({ payloadBytes }: { payloadBytes: number }) {
    this.#payloadBytes = payloadBytes;
  }

  push(chunk: Buffer): void {
    this.#input.append(chunk);
  }

  /** The next whole request. Its buffers stay valid. */
  next(): Request | undefined {
    for (;;) {
      if (this.#announced !== undefined) return this.#publication(this.#announced);
      const line = this.#line();
      if (line === undefined) return undefined;
      const request = readLine(line);
      if (request === undefined) continue;
      if (request.op !== 'announced') return request;
      if (request.totalBytes > this.#payloadBytes) throw new ProtocolError('Maximum Payload Violation');
      this.#announced = request;
    }
  }

  #line(): string | undefined {
    const first = this.#input.first();
    if (first === undefined) return undefined;
    if (!firstBytes.has(first)) throw new ProtocolError('Unknown Protocol Operation');
    const end = this.#input.indexOf(lineFeed);
    if (end > lineBytes || (end < 0 && this.#input.length > lineBytes)) {
      throw new ProtocolError('maximum control line exceeded');
    }
    if (end < 0) return undefined;
    const line = this.#input.take(end).toString('latin1');
    this.#input.skip(1);
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  }

  #publication({ subject, reply, headerBytes, totalBytes }: Announced): Publication | undefined {
    if (this.#input.length < totalBytes + lineEnd.length) return undefined;
    const bytes = this.#input.take(totalBytes);
    if (this.#input.take(lineEnd.length).toString('latin1') !== lineEnd) {
      throw new ProtocolError('Unknown Protocol Operation');
    }
    this.#announced = undefined;
    return {
      op: 'pub',
      subject,
      payload: bytes.subarray(headerBytes ?? 0),
      ...(reply === undefined ? {} : { reply }),
      ...(headerBytes === undefined ? {} : { headers: bytes.subarray(0, headerBytes) }),
    };
  }
}
