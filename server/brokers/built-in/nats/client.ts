import { ByteWriter } from '../bytes/byteWriter.ts';
import { initialOptions } from './connectOptions.ts';
import type { Subscriber, Subscription } from './interest.ts';
import { writeMessage, type Delivery } from './wire/writeMessage.ts';

/** What a client needs from its socket. */
export interface ClientLink {
  /** Bytes handed to the system that the peer has not taken yet. */
  waitingBytes(): number;
  /** There is something to flush. */
  wantsFlush(): void;
  /** A slow consumer: ends the connection at once, unsent bytes included. */
  cutOff(): void;
}

/** One connection as the requests see it. */
export class Client implements Subscriber {
  readonly id: number;
  readonly subscriptions = new Map<string, Subscription>();
  options = initialOptions;
  unansweredPings = 0;
  readonly #link: ClientLink;
  readonly #outputBytes: number;
  readonly #output: ByteWriter;

  constructor(options: { id: number; outputBytes: number; link: ClientLink }) {
    this.id = options.id;
    this.#link = options.link;
    this.#outputBytes = options.outputBytes;
    this.#output = new ByteWriter(options.outputBytes);
  }

  say(line: string): void {
    this.#output.text(`${line}\r\n`);
    this.#afterWriting();
  }

  /** One that knows no headers receives the payload alone. */
  deliver(delivery: Delivery): void {
    writeMessage(this.#output, this.options.headers ? delivery : { ...delivery, headers: undefined });
    this.#afterWriting();
  }

  takeOutput(): Buffer {
    return this.#output.take();
  }

  get outputLength(): number {
    return this.#output.length;
  }

  #afterWriting(): void {
    const tooMuch = this.#output.length + this.#link.waitingBytes() > this.#outputBytes;
    if (this.#output.overflowed || tooMuch) this.#link.cutOff();
    else this.#link.wantsFlush();
  }
}
