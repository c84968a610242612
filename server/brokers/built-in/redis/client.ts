import { ByteWriter } from '../bytes/byteWriter.ts';
import type { Reply, RespVersion } from './resp/reply.ts';
import { writeReply } from './resp/writeReply.ts';

/** CLIENT REPLY: `skip next` was just asked for, `skip` is for the command that now runs. */
export type ReplyMode = 'on' | 'off' | 'skip next' | 'skip';

/** What a client needs from its socket. */
export interface ClientLink {
  /** Bytes handed to the system that the peer has not taken yet. */
  waitingBytes(): number;
  /** There is something to flush. */
  wantsFlush(): void;
  /** Ends the connection at once, unsent bytes included. */
  cutOff(): void;
}

/** One connection as the commands see it. */
export class Client {
  readonly id: number;
  readonly address: string;
  readonly connectedAt = Date.now();
  readonly channels = new Set<string>();
  readonly patterns = new Set<string>();
  name = '';
  version: RespVersion = 2;
  database = 0;
  replyMode: ReplyMode = 'on';
  lastCommand = 'NULL';
  /** Set by QUIT: what is in the output still goes out, nothing more is read. */
  leaving = false;
  readonly #link: ClientLink;
  readonly #outputBytes: number;
  readonly #output: ByteWriter;

  constructor(options: { id: number; address: string; outputBytes: number; link: ClientLink }) {
    this.id = options.id;
    this.address = options.address;
    this.#link = options.link;
    this.#outputBytes = options.outputBytes;
    this.#output = new ByteWriter(options.outputBytes);
  }

  get subscriptions(): number {
    return this.channels.size + this.patterns.size;
  }

  /** RESP2 cannot tell a message from an answer, so a RESP2 client that listens may ask for little else. */
  get onlyListens(): boolean {
    return this.version === 2 && this.subscriptions > 0;
  }

  /** CLIENT REPLY silences answers, not what the client subscribed to. */
  send(reply: Reply): void {
    if (reply.type !== 'push' && (this.replyMode === 'off' || this.replyMode === 'skip')) return;
    writeReply(this.#output, reply, this.version);
    this.#afterWriting();
  }

  /** A push that was written before, for several clients at once. */
  sendBytes(bytes: Buffer): void {
    this.#output.bytes(bytes);
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
