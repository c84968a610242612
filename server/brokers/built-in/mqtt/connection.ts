// One socket and the client behind it: bytes → requests → bytes.
import type { Socket } from 'node:net';
import { ByteWriter } from '../bytes/byteWriter.ts';
import type { BrokerState } from './brokerState.ts';
import { readConnect } from './connect.ts';
import { execute, type Client } from './execute.ts';
import type { Message } from './message.ts';
import type { ClientLink } from './session.ts';
import { readRequest, writeConnack, type Request } from './wire/codec.ts';
import { Frames } from './wire/frames.ts';
import { ProtocolError } from './wire/protocolError.ts';

/** Above it no more requests are carried out until the client has read its answers. */
const pauseAboveBytes = 1024 * 1024;
/** A client that was told to go and does not read must not stay. */
const farewellMs = 1000;
const full = 3;
/** The type CONNECT, and its flags, which are none. */
const connectByte = 0x10;

export class Connection implements ClientLink {
  readonly #socket: Socket;
  readonly #broker: BrokerState;
  readonly #frames: Frames;
  readonly #output: ByteWriter;
  #client: Client | undefined;
  #will: Message | undefined;
  /** Ends it: at first when it does not say who it is, later when it says nothing. */
  #silence: NodeJS.Timeout | undefined;
  #ended = false;
  #flushScheduled = false;
  #paused = false;

  constructor(socket: Socket, broker: BrokerState) {
    this.#socket = socket;
    this.#broker = broker;
    this.#frames = new Frames(broker.limits.packetBytes);
    this.#output = new ByteWriter(broker.limits.outputBytes);
    this.#silence = setTimeout(() => this.cutOff(), broker.limits.connectMs);
    socket.on('data', (chunk) => this.#receive(chunk));
    // The peer is gone or broken; `close` follows and is what counts.
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#forget());
  }

  write(bytes: Buffer): void {
    if (this.#ended) return;
    this.#output.bytes(bytes);
    const tooMuch = this.#output.length + this.#socket.writableLength > this.#broker.limits.outputBytes;
    if (this.#output.overflowed || tooMuch) this.cutOff();
    else this.#scheduleFlush();
  }

  /** Its session is free at once: another connection of the same client may come for it. */
  cutOff(): void {
    this.#forget();
    this.#socket.destroy();
  }

  /** A broker that is full says so to whoever asks. */
  refuse(returnCode = full): void {
    this.write(writeConnack(returnCode));
    this.#end();
  }

  #receive(chunk: Buffer): void {
    if (this.#ended) return;
    this.#silence?.refresh();
    this.#frames.push(chunk);
    this.#work();
  }

  #work(): void {
    try {
      while (!this.#ended && !this.#isBehind()) {
        if (this.#client === undefined && (this.#frames.firstByte ?? connectByte) !== connectByte) {
          throw new ProtocolError('something else than CONNECT at first');
        }
        const bytes = this.#frames.next();
        if (bytes === undefined) break;
        this.#carryOut(readRequest(bytes));
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#end();
    }
    this.#paused = this.#isBehind();
    if (this.#paused) this.#socket.pause();
    else this.#socket.resume();
  }

  #carryOut(request: Request): void {
    if (request.cmd === 'connect') return this.#connect(request);
    if (this.#client === undefined) return;
    if (request.cmd !== 'disconnect') return execute(this.#broker, this.#client, request);
    this.#will = undefined;
    this.#end();
  }

  #connect({ connect }: Extract<Request, { cmd: 'connect' }>): void {
    if (this.#client !== undefined) throw new ProtocolError('a second CONNECT');
    const read = readConnect(connect);
    if (typeof read === 'number') return this.refuse(read);
    const { id, isClean, silenceMs, will } = read;
    const { session, isPresent } = this.#broker.sessions.open(id, isClean);
    this.#client = { session, write: (bytes) => this.write(bytes) };
    this.#will = will;
    clearTimeout(this.#silence);
    this.#silence = silenceMs === undefined ? undefined : setTimeout(() => this.cutOff(), silenceMs);
    this.write(writeConnack(0, isPresent));
    session.attach(this);
  }

  /** Not on `drain`: a write that the system takes at once, however large, is never followed by one. */
  readonly #onWritten = (): void => {
    if (this.#paused) this.#work();
  };

  #isBehind(): boolean {
    return this.#socket.writableLength + this.#output.length > pauseAboveBytes;
  }

  /** Answers to all requests of one chunk, and all messages published by it, leave in one write per client. */
  #scheduleFlush(): void {
    if (this.#flushScheduled) return;
    this.#flushScheduled = true;
    queueMicrotask(() => {
      this.#flushScheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#output.length > 0 && this.#socket.writable) this.#socket.write(this.#output.take(), this.#onWritten);
  }

  #end(): void {
    if (this.#ended) return;
    this.#flush();
    this.#forget();
    this.#socket.end();
    const timer = setTimeout(() => this.#socket.destroy(), farewellMs);
    this.#socket.once('close', () => clearTimeout(timer));
  }

  #forget(): void {
    this.#ended = true;
    clearTimeout(this.#silence);
    const [client, will] = [this.#client, this.#will];
    this.#client = undefined;
    this.#will = undefined;
    if (client !== undefined) this.#broker.sessions.close(client.session);
    if (will !== undefined) this.#broker.publish(will);
  }
}
