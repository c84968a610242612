/**
 * The connections of one kafkajs client. kafkajs goes to the address that the broker names for itself, so every connection
 * is led back to the link, where faults act. It says nothing when a broker goes and comes, and asks nothing while it is
 * idle, so one connection of our own watches:
 *
 *   kafkajs ─ socketFactory ─▶ ══▶ link ══▶ broker        pulse: ApiVersions ─▶ an answer = up ─▶ closed = away ─▶ again
 */
import { connect, type Socket } from 'node:net';
import { kafkaLogin } from '#shared/transports/kafkaLogin.ts';
import { kafkajs } from './kafkaPackage.ts';

export interface KafkaLinkOptions {
  /** Of the link on the loopback, at this moment. */
  port: () => number;
  clientId: string;
  username?: string | undefined;
  password?: string | undefined;
  onChange: (isUp: boolean) => void;
}

const host = '127.0.0.1';
const againMs = 300;
const longestConnectMs = 1000;

/** With kafkajs's own, a broker's restart takes up to 17 s, or ends the client for good (brokers.md §3). */
export const kafkaRetry = { initialRetryTime: 200, maxRetryTime: 1500, retries: 4 };

/** ApiVersions, version 0: what every Kafka answers to everybody. */
const areYouThere = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 0, 0xff, 0xff]);

export class KafkaLink {
  readonly #options: KafkaLinkOptions;
  readonly #sockets = new Set<Socket>();
  #again: NodeJS.Timeout | undefined;
  /** Undefined until the first attempt is over. */
  #isUp: boolean | undefined;
  #isClosed = false;

  constructor(options: KafkaLinkOptions) {
    this.#options = options;
    this.#watch();
  }

  get isUp(): boolean {
    return this.#isUp === true;
  }

  /** For `new Kafka(…)`. */
  get config(): kafkajs.KafkaConfig {
    const { port, clientId, username, password } = this.#options;
    return {
      clientId,
      brokers: () => [`${host}:${port()}`],
      logLevel: kafkajs.logLevel.NOTHING,
      connectionTimeout: longestConnectMs,
      retry: kafkaRetry,
      socketFactory: ({ onConnect }) => this.#connect(onConnect),
      ...kafkaLogin({ username, password }),
    };
  }

  /** Ends every connection at once; none is opened any more. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#again);
    for (const socket of this.#sockets) socket.destroy();
  }

  #connect(onConnect: () => void): Socket {
    const socket = connect({ host, port: this.#options.port(), noDelay: true }, onConnect);
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    if (this.#isClosed) socket.destroy(new Error('Connection closed'));
    return socket;
  }

  #watch(): void {
    const socket = this.#connect(() => socket.write(areYouThere));
    socket.once('data', () => this.#to(true));
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      this.#to(false);
      if (!this.#isClosed) this.#again = setTimeout(() => this.#watch(), againMs);
    });
  }

  #to(isUp: boolean): void {
    if (this.#isClosed || this.#isUp === isUp) return;
    this.#isUp = isUp;
    this.#options.onChange(isUp);
  }
}
