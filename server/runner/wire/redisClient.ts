import type { Socket } from 'node:net';
import { ClientRedis, type ReadPacket, type RedisOptions, type WritePacket } from '@nestjs/microservices';
import { isIdentified, type IdentifiedPacket, type WireMessages } from '../faults/message/wireMessages.ts';
import type { Observable } from 'rxjs';
import type { Pattern } from '#shared/flow/pattern.ts';
import { PassingMap } from '../passing/passingMap.ts';
import type { ClientTap } from '../trace/clientTap.ts';
import { writeOncePerTurn } from '../writeOncePerTurn.ts';
import { CarriedCalls } from './carriedCalls.ts';
import type { ClientWatch } from './clientWatch.ts';

/** What we use of ioredis; Nest's own typing of it is `any`. */
interface RedisConnection {
  status: string;
  /** Of this connection; the next one has another. */
  stream: Socket;
  on(event: 'connect', listener: () => void): unknown;
  publish(channel: string, message: string, callback?: (error: Error | null) => void): Promise<number>;
  subscribe(channel: string, callback?: (error: Error | null) => void): Promise<unknown>;
  unsubscribe(...channels: string[]): Promise<unknown>;
  disconnect(): void;
}

export interface RedisClientOptions {
  host: string;
  port: number;
  username?: string | undefined;
  password?: string | undefined;
  /** Goes before every channel on a broker that other sessions share; events keep the plain pattern. */
  prefix?: string | undefined;
}

/** NestJS's own Redis client, watched. */
export class TracedRedisClient extends ClientRedis {
  protected override routingMap = new PassingMap<(frame: WritePacket) => void>();
  readonly #tap: ClientTap;
  readonly #messages: WireMessages;
  readonly #calls: CarriedCalls;
  readonly #prefix: string;

  constructor({ host, port, username, password, prefix = '' }: RedisClientOptions, { tap, messages }: ClientWatch) {
    super({
      host,
      port,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      // Without these three a broker's restart ends the process or the client for good (brokers.md §3).
      retryAttempts: 1e9,
      retryDelay: 300,
      maxRetriesPerRequest: null,
    } satisfies RedisOptions['options']);
    this.#tap = tap;
    this.#messages = messages;
    this.#calls = new CarriedCalls(tap);
    this.#prefix = prefix;
    this.setOnDispatchHook(tap.stamp);
    this.#watchFrames();
  }

  override connect(): Promise<unknown> {
    return this.#tap.outside(() => super.connect());
  }

  override async createClient(): Promise<RedisConnection> {
    const client = (await super.createClient()) as RedisConnection;
    client.on('connect', () => writeOncePerTurn(client.stream));
    this.#watchPublish(client);
    this.#watchSubscribe(client);
    // Nest does not wait for it: lost with the connection, it would be an unhandled rejection.
    const unsubscribe = client.unsubscribe.bind(client);
    client.unsubscribe = (...channels) => handled(unsubscribe(...channels));
    return client;
  }

  override send(pattern: Pattern, data: unknown): Observable<never> {
    return super.send(pattern, this.#calls.carry(data));
  }

  override emit(pattern: Pattern, data: unknown): Observable<never> {
    return super.emit(pattern, this.#calls.carry(data));
  }

  /** As the end of a process closes it. Unlike `close()` it never waits for a broker that is away. */
  cut(): void {
    const clients = [this.pubClient, this.subClient] as (RedisConnection | null | undefined)[];
    this.handleClose();
    this.pubClient = null;
    this.subClient = null;
    this.connectionPromise = null;
    this.wasInitialConnectionSuccessful = false;
    for (const client of clients) client?.disconnect();
  }

  protected override normalizePattern(pattern: Parameters<ClientRedis['normalizePattern']>[0]): string {
    return this.#prefix + super.normalizePattern(pattern);
  }

  protected override createPacket(pattern: Pattern, data: unknown): ReadPacket {
    return this.#calls.open(data, (own) => super.createPacket(pattern, own));
  }

  protected override publish(packet: ReadPacket, callback: (frame: WritePacket) => void): () => void {
    const call = this.#calls.take();
    return this.#calls.within(call, () => {
      const message = { call, packet: this.assignPacketId(packet) };
      return this.#tap.publish(message.packet, callback, (watched) =>
        this.#messages.publish(message, watched, {
          publish: (sent, respond) => this.#calls.within(call, () => super.publish(sent, respond)),
          sendOnly: (sent) => this.#calls.within(call, () => super.dispatchEvent(sent)),
        }),
      );
    });
  }

  /** A copy of a message is that message, under its own id. */
  protected override assignPacketId(packet: ReadPacket): IdentifiedPacket {
    return isIdentified(packet) ? packet : super.assignPacketId(packet);
  }

  /**
   * Nest lets go of a reply channel with its last answer, and asks for it again with the next request: two ways to the broker and back.
   * Whoever sends again in the same turn, as a loop of requests does, finds it as it was.
   */
  protected override unsubscribeFromChannel(channel: string): void {
    if ((this.subscriptionsCount.get(channel) ?? 0) > 1) super.unsubscribeFromChannel(channel);
    else setImmediate(() => this.#unsubscribeIfKnown(channel));
  }

  protected override dispatchEvent(packet: ReadPacket): Promise<unknown> {
    const call = this.#calls.take();
    return this.#messages.dispatch({ call, packet }, (sent) =>
      this.#calls.within(call, () => super.dispatchEvent(sent)),
    );
  }

  /** A connection that has ended took its subscriptions with it. */
  #unsubscribeIfKnown(channel: string): void {
    if (this.subscriptionsCount.has(channel)) super.unsubscribeFromChannel(channel);
  }

  /** Nest hands each frame to its deserializer as soon as it has parsed it. */
  #watchFrames(): void {
    const { deserializer } = this;
    const isWaitedFor = (id: string): boolean => this.routingMap.has(id);
    this.deserializer = {
      deserialize: (frame, options) => {
        this.#tap.arriving(frame, isWaitedFor);
        return deserializer.deserialize(frame, options);
      },
    };
  }

  /** The first request of a pattern leaves when its reply channel is subscribed to: a turn of its own. */
  #watchSubscribe(client: RedisConnection): void {
    const subscribe = client.subscribe.bind(client);
    client.subscribe = (channel, callback) => {
      const call = this.#tap.current();
      return callback === undefined
        ? subscribe(channel)
        : subscribe(channel, (error) => this.#calls.within(call, () => callback(error)));
    };
  }

  /** PUBLISH answers how many received it; Nest throws that number away. */
  #watchPublish(client: RedisConnection): void {
    const publish = client.publish.bind(client);
    client.publish = (...message) => {
      const call = this.#tap.current();
      // Away from its broker, ioredis keeps the command until it is back.
      const isReady = client.status === 'ready';
      if (isReady) this.#tap.sent(call);
      const published = publish(...message);
      published.then(
        (receivers) => {
          if (!isReady) this.#tap.sent(call, 'It waited until the broker was back.');
          if (receivers === 0) this.#tap.lost(call, { receivers, note: '0 subscribers' });
        },
        (error: unknown) => this.#tap.lost(call, { note: `The broker did not take it: ${String(error)}` }),
      );
      return published;
    };
  }
}

/** The same promise, whose rejection is not unhandled if nobody else looks at it. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
