// One socket and the client behind it: bytes → requests → bytes.
import type { Socket } from 'node:net';
import type { BrokerState } from './brokerState.ts';
import { Client } from './client.ts';
import { endSubscription, execute } from './execute.ts';
import { unansweredPings } from './limits.ts';
import { ProtocolError } from './wire/protocolError.ts';
import { RequestParser } from './wire/requestParser.ts';

/** Above it no more requests are carried out until the client has read its answers. */
const pauseAboveBytes = 1024 * 1024;
/** A client that was told to go and does not read must not stay. */
const farewellMs = 1000;

export class Connection {
  readonly #client: Client;
  readonly #socket: Socket;
  readonly #broker: BrokerState;
  readonly #parser: RequestParser;
  readonly #pings: NodeJS.Timeout;
  #ended = false;
  #flushScheduled = false;
  #paused = false;

  constructor(options: { id: number; socket: Socket; broker: BrokerState }) {
    const { id, socket, broker } = options;
    this.#socket = socket;
    this.#broker = broker;
    this.#parser = new RequestParser(broker.limits);
    this.#client = new Client({
      id,
      outputBytes: broker.limits.outputBytes,
      link: {
        waitingBytes: () => socket.writableLength,
        wantsFlush: () => this.#scheduleFlush(),
        cutOff: () => this.cutOff(),
      },
    });
    this.#pings = setInterval(() => this.#ping(), broker.limits.pingMs);
    socket.on('data', (chunk) => this.#receive(chunk));
    // The peer is gone or broken; `close` follows and is what counts.
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#forget());
    this.#client.say(broker.info(id));
  }

  cutOff(): void {
    this.#ended = true;
    this.#socket.destroy();
  }

  /** `-ERR`, and the end. */
  refuse(reason: string): void {
    this.#client.say(`-ERR '${reason}'`);
    this.#end();
  }

  #receive(chunk: Buffer): void {
    if (this.#ended) return;
    this.#parser.push(chunk);
    this.#work();
  }

  #work(): void {
    try {
      while (!this.#ended && !this.#isBehind()) {
        const request = this.#parser.next();
        if (request === undefined) break;
        execute(this.#broker, this.#client, request);
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.refuse(error.message);
    }
    this.#paused = this.#isBehind();
    if (this.#paused) this.#socket.pause();
    else this.#socket.resume();
  }

  /** Not on `drain`: a write that the system takes at once, however large, is never followed by one. */
  readonly #onWritten = (): void => {
    if (this.#paused) this.#work();
  };

  #isBehind(): boolean {
    return this.#socket.writableLength + this.#client.outputLength > pauseAboveBytes;
  }

  #ping(): void {
    if (this.#client.unansweredPings >= unansweredPings) return this.refuse('Stale Connection');
    this.#client.unansweredPings += 1;
    this.#client.say('PING');
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
    if (this.#client.outputLength > 0 && this.#socket.writable) {
      this.#socket.write(this.#client.takeOutput(), this.#onWritten);
    }
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#flush();
    this.#socket.end();
    const timer = setTimeout(() => this.#socket.destroy(), farewellMs);
    this.#socket.once('close', () => clearTimeout(timer));
  }

  #forget(): void {
    this.#ended = true;
    clearInterval(this.#pings);
    for (const subscription of this.#client.subscriptions.values()) endSubscription(this.#broker, subscription);
  }
}
