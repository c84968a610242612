import { ByteWriter } from '../bytes/byteWriter.ts';
import type { Limits } from './limits.ts';
import type { MethodArgs, MethodName } from './wire/methods.ts';
import { heartbeatFrame, methodBytes, writeContent, type Content } from './wire/writeFrames.ts';

/** What a client needs from its socket. */
export interface ClientLink {
  /** Bytes handed to the system that the peer has not taken yet. */
  waitingBytes(): number;
  /** There is something to flush. */
  wantsFlush(): void;
  /** It reads too slowly: ends the connection at once, unsent bytes included. */
  cutOff(): void;
}

/** Above it a client gets no more messages, and none of its requests is carried out, until it has read. */
const behindBytes = 1024 * 1024;

/** One connection as the methods see it. */
export class Client {
  frameMax: number;
  /** Wants to be told when its queue is gone. */
  hearsCancel = false;
  /** Wants to be told when publishers have to wait. */
  hearsBlocked = false;
  hasPublished = false;
  readonly #link: ClientLink;
  readonly #outputBytes: number;
  readonly #output: ByteWriter;

  constructor(limits: Limits, link: ClientLink) {
    this.frameMax = limits.frameBytes;
    this.#link = link;
    this.#outputBytes = limits.outputBytes;
    this.#output = new ByteWriter(limits.outputBytes);
  }

  get isBehind(): boolean {
    return this.#link.waitingBytes() + this.#output.length > behindBytes;
  }

  get outputLength(): number {
    return this.#output.length;
  }

  send<N extends MethodName>(channel: number, name: N, args: MethodArgs<N>): void {
    this.#output.bytes(methodBytes(channel, name, args));
    this.#afterWriting();
  }

  /** A method and the message that belongs to it. */
  sendContent<N extends MethodName>(
    channel: number,
    { name, args, content }: { name: N; args: MethodArgs<N>; content: Content },
  ): void {
    this.#output.bytes(methodBytes(channel, name, args));
    writeContent(this.#output, content, { channel, frameMax: this.frameMax });
    this.#afterWriting();
  }

  sendRaw(bytes: Buffer): void {
    this.#output.bytes(bytes);
    this.#afterWriting();
  }

  beat(): void {
    this.sendRaw(heartbeatFrame);
  }

  takeOutput(): Buffer {
    return this.#output.take();
  }

  #afterWriting(): void {
    const tooMuch = this.#output.length + this.#link.waitingBytes() > this.#outputBytes;
    if (this.#output.overflowed || tooMuch) this.#link.cutOff();
    else this.#link.wantsFlush();
  }
}
