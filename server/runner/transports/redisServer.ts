import type { Socket } from 'node:net';
import { ServerRedis, type RedisOptions, type WritePacket } from '@nestjs/microservices';
import { writeOncePerTurn } from '../writeOncePerTurn.ts';
import { untilListening } from './untilListening.ts';

/** What we use of ioredis; Nest's own typing of it is `any`. */
interface RedisConnection {
  status: string;
  /** Of this connection; the next one has another. */
  stream: Socket;
  on(event: string, listener: (...values: never[]) => void): unknown;
  connect(): Promise<void>;
  subscribe(...channels: string[]): Promise<unknown>;
  unsubscribe(): Promise<unknown>;
  disconnect(): void;
}

export interface PatientServerRedisOptions {
  host: string;
  port: number;
  username?: string | undefined;
  password?: string | undefined;
  /** Goes before every channel. */
  prefix?: string | undefined;
  onChange: () => void;
  /**
   * This reply is being published. What it gives back is called when nobody received it: whoever asked has stopped waiting, or has
   * taken another answer.
   */
  onReply: (reply: WritePacket) => () => void;
}

/**
 * NestJS's Redis server, which survives its broker. Nest's own gives up when the broker is away at the start (and ioredis
 * then comes back connected, with no handler bound), and does not wait for its subscriptions. This one listens at once,
 * subscribes each time a connection is ready, and `isUp` when the broker has confirmed that.
 */
export class PatientServerRedis extends ServerRedis {
  readonly #prefix: string;
  readonly #onChange: () => void;
  readonly #onReply: PatientServerRedisOptions['onReply'];
  #isSubscribed = false;
  #wasUp = false;

  constructor({ host, port, username, password, prefix = '', ...told }: PatientServerRedisOptions) {
    super({
      host,
      port,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      // Without these three a broker's restart ends the process, or the server for good (brokers.md §3).
      retryAttempts: 1e9,
      retryDelay: 300,
      maxRetriesPerRequest: null,
      // It is done here, so that its end is known.
      autoResubscribe: false,
    } satisfies RedisOptions['options']);
    this.#prefix = prefix;
    this.#onChange = told.onChange;
    this.#onReply = told.onReply;
  }

  get isUp(): boolean {
    const pub = this.pubClient as RedisConnection | undefined;
    return this.#isSubscribed && pub?.status === 'ready';
  }

  /** Calls back when it is up, or when the broker turned out to be away: then it goes on trying by itself. */
  override start(callback?: () => void): void {
    void untilListening(callback ?? (() => undefined), (listening) => this.#connect(listening));
  }

  #connect(listening: () => void): void {
    const sub = this.subClient as RedisConnection;
    const pub = this.pubClient as RedisConnection;
    const changed = (): void => {
      if (this.isUp) listening();
      if (this.isUp === this.#wasUp || this.isManuallyClosed) return;
      this.#wasUp = this.isUp;
      this.#onChange();
    };
    sub.on('message', this.getMessageHandler(pub) as (...values: never[]) => void);
    sub.on('ready', () => void this.#subscribe(sub).then(changed));
    pub.on('ready', changed);
    for (const client of [sub, pub]) {
      client.on('connect', () => writeOncePerTurn(client.stream));
      client.on('close', () => {
        if (client === sub) this.#isSubscribed = false;
        changed();
        listening();
      });
      // A first attempt that fails is followed by others.
      client.connect().catch(() => undefined);
    }
  }

  async stopAccepting(): Promise<void> {
    this.#isSubscribed = false;
    const sub = this.subClient as RedisConnection | undefined;
    if (sub?.status === 'ready') await sub.unsubscribe().catch(() => undefined);
  }

  /** PUBLISH answers how many received it; Nest throws that number away. */
  override getPublisher(...parts: Parameters<ServerRedis['getPublisher']>): (reply: WritePacket) => Promise<unknown> {
    const publish = super.getPublisher(...parts) as (reply: WritePacket) => Promise<unknown>;
    return (reply) => {
      const onUnheard = this.#onReply(reply);
      return publish(reply).then((receivers) => {
        if (receivers === 0) onUnheard();
      });
    };
  }

  /** Unlike Nest's own, never waits for a broker that is away. */
  override async close(): Promise<void> {
    this.isManuallyClosed = true;
    this.#isSubscribed = false;
    this.pendingEventListeners = [];
    for (const client of [this.pubClient, this.subClient] as (RedisConnection | undefined)[]) client?.disconnect();
  }

  /** A channel is the prefix and the route: what Nest looks up here must be the same text again. */
  protected override normalizePattern(pattern: Parameters<ServerRedis['normalizePattern']>[0]): string {
    return this.#prefix + super.normalizePattern(pattern);
  }

  protected override getRouteFromPattern(channel: string): string {
    return super.getRouteFromPattern(channel.startsWith(this.#prefix) ? channel.slice(this.#prefix.length) : channel);
  }

  async #subscribe(sub: RedisConnection): Promise<void> {
    const channels = [...this.messageHandlers.keys()];
    try {
      if (channels.length > 0) await sub.subscribe(...channels);
      this.#isSubscribed = sub.status === 'ready';
    } catch {
      // The connection broke meanwhile: the next one that is ready subscribes again.
      this.#isSubscribed = false;
    }
  }
}
