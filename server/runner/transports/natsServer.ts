import { setTimeout as delay } from 'node:timers/promises';
import { NatsRequestJSONDeserializer, ServerNats, type IncomingRequest, type WritePacket } from '@nestjs/microservices';
import type { BrokerAddress } from '#shared/ipc.ts';
import { isNatsSubject } from '#shared/transports/natsSubject.ts';
import { natsLogin } from '#shared/transports/natsLogin.ts';
import { nats } from '../wire/natsPackage.ts';
import { maxListenMs, untilListening } from './untilListening.ts';

export interface PatientServerNatsOptions extends BrokerAddress {
  /** Of all that name the same one, one receives each message. */
  queue: string | undefined;
  onChange: () => void;
}

const retryMs = 300;

/**
 * NestJS's NATS server, which survives its broker. Nest's own gives up when the broker is away at the start, and does not
 * wait for its subscriptions. This one goes on trying, and `isUp` when the broker has confirmed them.
 */
export class PatientServerNats extends ServerNats {
  readonly #connectOptions: nats.NodeConnectionOptions;
  readonly #queue: string | undefined;
  readonly #prefix: string;
  readonly #onChange: () => void;
  #connection: nats.NatsConnection | undefined;
  #subscriptions: nats.Subscription[] = [];
  #isSubscribed = false;
  #isClosed = false;

  constructor({ host, port, prefix = '', queue, onChange, ...account }: PatientServerNatsOptions) {
    super({ deserializer: new HeaderDeserializer() });
    this.#connectOptions = {
      servers: `${host}:${port}`,
      ...natsLogin(account),
      timeout: maxListenMs,
      // The driver gives up after ten tries; then a broker's restart would end the server for good.
      maxReconnectAttempts: -1,
      reconnectTimeWait: retryMs,
      reconnectJitter: 0,
      // Else it would go to the addresses that the broker names, past the link and its faults.
      ignoreClusterUpdates: true,
    };
    this.#queue = queue;
    this.#prefix = prefix;
    this.#onChange = onChange;
  }

  get isUp(): boolean {
    return this.#isSubscribed;
  }

  /** Calls back when it is up, or when the broker turned out to be away: then it goes on trying by itself. */
  override listen(callback: () => void): Promise<void> {
    return untilListening(callback, (listening) => void this.#keepConnecting(listening));
  }

  override bindEvents(connection: nats.NatsConnection): void {
    for (const subject of this.messageHandlers.keys()) {
      // The driver would write it as it is, and what stands behind a newline would be a command of its own.
      if (!isNatsSubject(subject)) continue;
      const subscription = connection.subscribe(subject, {
        ...(this.#queue === undefined ? {} : { queue: this.#queue }),
        callback: this.getMessageHandler(subject) as (error: Error | null, message: nats.Msg) => void,
      });
      this.#subscriptions.push(subscription);
    }
  }

  async stopAccepting(): Promise<void> {
    const connection = this.#connection;
    const wasUp = this.#isSubscribed;
    this.#isSubscribed = false;
    if (connection === undefined || !wasUp) return;
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
    await connection.flush().catch(() => undefined);
  }

  /** A reply whose broker has gone is lost; Nest would throw where nobody listens. */
  override getPublisher(...parts: Parameters<ServerNats['getPublisher']>): (reply: WritePacket) => unknown {
    const publish = super.getPublisher(...parts) as (reply: WritePacket) => unknown;
    return (reply) => (this.#connection?.isClosed() === false ? publish(reply) : undefined);
  }

  /** Unlike Nest's own, never waits for a broker that is away. */
  override async close(): Promise<void> {
    this.#isClosed = true;
    this.#isSubscribed = false;
    // What is still written out then is nobody's any more.
    void this.#connection?.close().catch(() => undefined);
  }

  /** A subject is the prefix and the route: what Nest looks up here must be the same text again. */
  protected override normalizePattern(pattern: Parameters<ServerNats['normalizePattern']>[0]): string {
    return this.#prefix + super.normalizePattern(pattern);
  }

  protected override getRouteFromPattern(subject: string): string {
    return super.getRouteFromPattern(subject.startsWith(this.#prefix) ? subject.slice(this.#prefix.length) : subject);
  }

  async #keepConnecting(tried: () => void): Promise<void> {
    while (!this.#isClosed) {
      const connection = await nats.connect(this.#connectOptions).catch(() => undefined);
      if (connection === undefined) {
        tried();
        await delay(retryMs);
        continue;
      }
      if (this.#isClosed) return connection.close();
      this.#connection = connection;
      const over = this.#watch(connection);
      this.#subscriptions = [];
      this.bindEvents(connection);
      await this.#confirm(connection);
      tried();
      // The driver gives a connection up for good when a broker breaks the protocol: then another one is opened.
      await over;
      this.#setSubscribed(false);
    }
  }

  async #watch(connection: nats.NatsConnection): Promise<void> {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect') this.#setSubscribed(false);
      // The driver has subscribed anew by then.
      if (type === 'reconnect') await this.#confirm(connection);
    }
  }

  /** The broker answers a PING after the subscriptions that went before it. */
  async #confirm(connection: nats.NatsConnection): Promise<void> {
    const isConfirmed = await connection.flush().then(
      () => true,
      // The connection broke meanwhile: the next one confirms.
      () => false,
    );
    if (isConfirmed) this.#setSubscribed(true);
  }

  #setSubscribed(isSubscribed: boolean): void {
    if (this.#isClosed || this.#isSubscribed === isSubscribed) return;
    this.#isSubscribed = isSubscribed;
    this.#onChange();
  }
}

/** A message of a client that knows nothing of Nest carries its trace in headers of NATS. */
class HeaderDeserializer extends NatsRequestJSONDeserializer {
  override deserialize(
    message: nats.Msg,
    options?: Record<string, unknown>,
  ): ReturnType<NatsRequestJSONDeserializer['deserialize']> {
    const packet = super.deserialize(message, options) as IncomingRequest & { metadata?: Record<string, string> };
    if (packet.metadata === undefined && message.headers !== undefined) {
      packet.metadata = Object.fromEntries(
        message.headers.keys().map((name) => [name, message.headers?.last(name) ?? '']),
      );
    }
    return packet;
  }
}
