// One socket and the client behind it: bytes → frames → methods and messages → bytes.
import type { Socket } from 'node:net';
import { Client } from './client.ts';
import { FrameDispatch } from './frameDispatch.ts';
import type { Limits } from './limits.ts';
import type { VirtualHost } from './model/virtualHost.ts';
import { FrameParser, NotAmqp, protocolHeader } from './wire/frameParser.ts';
import { ConnectionError } from './wire/protocolError.ts';

/** A client that was told to go and does not read must not stay. */
const farewellMs = 1000;

export class Connection {
  readonly client: Client;
  readonly #socket: Socket;
  readonly #host: VirtualHost;
  readonly #parser: FrameParser;
  readonly #dispatch: FrameDispatch;
  readonly #handshake: NodeJS.Timeout;
  #heartbeat: NodeJS.Timeout | undefined;
  #farewell: NodeJS.Timeout | undefined;
  #hasBegun = false;
  #ended = false;
  #flushScheduled = false;
  #isWaiting = false;
  #isBlocked = false;
  #hasReceived = true;

  constructor({ socket, host, limits }: { socket: Socket; host: VirtualHost; limits: Limits }) {
    this.#socket = socket;
    this.#host = host;
    this.#parser = new FrameParser(limits.frameBytes);
    this.client = new Client(limits, {
      waitingBytes: () => socket.writableLength,
      wantsFlush: () => this.#scheduleFlush(),
      cutOff: () => this.cutOff(),
    });
    this.#dispatch = new FrameDispatch({ client: this.client, host, limits });
    this.#handshake = setTimeout(() => {
      if (!this.#dispatch.isOpen) this.cutOff();
    }, limits.handshakeMs);
    socket.on('data', (chunk) => this.#receive(chunk));
    // The peer is gone or broken; `close` follows and is what counts.
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#forget());
  }

  cutOff(): void {
    this.#ended = true;
    this.#socket.destroy();
  }

  /** Publishers may go on. */
  onRoom(): void {
    // It may have been for a moment.
    if (this.#host.isFull) return;
    if (this.#isBlocked) {
      this.#isBlocked = false;
      this.client.send(0, 'connection.unblocked', {});
    }
    if (this.#isWaiting) this.#work();
  }

  #receive(chunk: Buffer): void {
    if (this.#ended) return;
    this.#hasReceived = true;
    this.#parser.push(chunk);
    this.#work();
  }

  #work(): void {
    try {
      if (!this.#hasBegun) {
        if (!this.#parser.begin()) return;
        this.#hasBegun = true;
        this.#dispatch.begin();
      }
      this.#takeFrames();
    } catch (error) {
      if (error instanceof NotAmqp) return this.#end(protocolHeader);
      if (!(error instanceof ConnectionError)) throw error;
      this.#dispatch.close(error);
      this.#farewell ??= setTimeout(() => this.cutOff(), farewellMs);
    }
    if (this.#dispatch.isOver) return this.#end();
    this.#isWaiting = this.#mustWait();
    if (this.#isWaiting) this.#socket.pause();
    else this.#socket.resume();
  }

  #takeFrames(): void {
    while (!this.#ended && !this.#dispatch.isOver) {
      if (this.#mustWait()) return;
      const frame = this.#parser.next();
      if (frame === undefined) return;
      if (frame.type !== 'heartbeat') this.#dispatch.take(frame);
      this.#parser.maxBytes = this.client.frameMax;
      this.#watchHeartbeat();
    }
  }

  /** Nothing more is taken from a client that does not read, nor from a publisher while there is no room for messages. */
  #mustWait(): boolean {
    if (this.client.isBehind) return true;
    if (!this.#host.isFull || !this.client.hasPublished || this.#dispatch.isInMessage) return false;
    if (!this.#isBlocked && this.client.hearsBlocked) {
      this.#isBlocked = true;
      this.client.send(0, 'connection.blocked', { reason: 'low on memory' });
    }
    return true;
  }

  /** Not on `drain`: a write that the system takes at once, however large, is never followed by one. */
  readonly #onWritten = (): void => {
    if (this.#ended) return;
    if (this.#isWaiting) this.#work();
    if (!this.client.isBehind) this.#dispatch.pump();
  };

  /** As agreed: something is sent in every half of that time; a client that says nothing for two of them is gone. */
  #watchHeartbeat(): void {
    const { heartbeatS } = this.#dispatch;
    if (heartbeatS === 0 || this.#heartbeat !== undefined) return;
    let silentHalves = 0;
    this.#heartbeat = setInterval(() => {
      // One that we do not read from is not to blame.
      silentHalves = this.#hasReceived || this.#isWaiting ? 0 : silentHalves + 1;
      this.#hasReceived = false;
      if (silentHalves > 4) this.cutOff();
      else this.client.beat();
    }, heartbeatS * 500);
  }

  /** Everything that comes of one chunk leaves in one write per client, when what has to be kept is written. */
  #scheduleFlush(): void {
    if (this.#flushScheduled) return;
    this.#flushScheduled = true;
    queueMicrotask(() => {
      this.#flushScheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    this.#host.journal.flush();
    if (this.client.outputLength > 0 && this.#socket.writable) {
      this.#socket.write(this.client.takeOutput(), this.#onWritten);
    }
  }

  #end(lastWord?: Buffer): void {
    if (this.#ended) return;
    if (lastWord !== undefined) this.client.sendRaw(lastWord);
    this.#ended = true;
    this.#flush();
    this.#socket.end();
    this.#farewell ??= setTimeout(() => this.cutOff(), farewellMs);
  }

  #forget(): void {
    this.#ended = true;
    clearTimeout(this.#handshake);
    clearInterval(this.#heartbeat);
    clearTimeout(this.#farewell);
    this.#dispatch.end();
    this.#host.journal.flush();
  }
}
