import { IncomingRequestDeserializer, ServerRMQ, type IncomingRequest, type RmqContext } from '@nestjs/microservices';
import { randomUUID } from 'node:crypto';
import { isObservable, lastValueFrom } from 'rxjs';
import { matchesTopic } from '#shared/transports/rmqTopic.ts';
import type { RmqListener } from '#shared/flow/rmqRoute.ts';
import { queueOf } from '#shared/flow/rmqRoute.ts';
import type { BrokerAddress } from '#shared/ipc.ts';
import { rmqQueueOptions, topicExchange } from '#shared/transports/rmqOptions.ts';
import { cutConnection, rmqConnectionOptions, watchChannels } from '../wire/rmqConnection.ts';
import type { amqplib, manager } from '../wire/rmqPackage.ts';
import { untilListening } from './untilListening.ts';

export interface PatientServerRmqOptions {
  address: BrokerAddress;
  drawn: RmqListener;
  onChange: () => void;
}

const refusedRetryMs = 1000;
/** What Nest answers with, after it has given the message up itself. */
const noHandler = 'There is no matching message handler defined in the remote service.';

/**
 * NestJS's RabbitMQ server, which survives its broker. Nest's own leaves a reply whose broker has gone as an unhandled
 * rejection. This one is `isUp` when the broker has confirmed that it consumes, and acknowledges what has been handled.
 */
export class PatientServerRmq extends ServerRMQ {
  readonly #onChange: () => void;
  readonly #isTopic: boolean;
  readonly #prefix: string;
  #channel: amqplib.Channel | undefined;
  #isConsuming = false;
  #isClosed = false;
  #refusal: string | undefined;

  constructor({ address, drawn, onChange }: PatientServerRmqOptions) {
    const { prefix = '' } = address;
    const { queue, durable, deadLetterQueue } = queueOf(drawn);
    const { noAck = true, prefetch, exchange } = drawn;
    super({
      ...rmqConnectionOptions(address),
      queue: prefix + queue,
      queueOptions: rmqQueueOptions({
        queue,
        durable,
        deadLetterQueue: deadLetterQueue === undefined ? undefined : prefix + deadLetterQueue,
      }),
      noAck,
      ...(prefetch === undefined ? {} : { prefetchCount: prefetch }),
      ...(exchange === undefined ? {} : { wildcards: true, exchange: prefix + topicExchange }),
      consumerTag: randomUUID(),
      deserializer: new HeaderDeserializer(),
    });
    this.#onChange = onChange;
    this.#isTopic = exchange !== undefined;
    this.#prefix = prefix;
  }

  get isUp(): boolean {
    return this.#isConsuming;
  }

  /** Why the broker does not let it consume, in its words. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  /** Calls back when it is up, or when the broker turned out to be away: then it goes on trying by itself. */
  override listen(callback: () => void): Promise<void> {
    return untilListening(callback, (listening) => {
      this.#onTried = listening;
      void super.listen(listening);
    });
  }

  override async createClient<T = manager.AmqpConnectionManager>(): Promise<T> {
    const connections = await super.createClient<manager.AmqpConnectionManager>();
    connections.on('disconnect', () => {
      this.#channel = undefined;
      this.#setConsuming(false);
    });
    connections.on('connectFailed', () => this.#onTried());
    watchChannels(connections, (error) => {
      this.#refusal = error.message;
      this.#setConsuming(false);
      this.#onTried();
      setTimeout(() => {
        if (!this.#isClosed) connections.reconnect();
      }, refusedRetryMs).unref();
    });
    return connections as T;
  }

  override async setupChannel(channel: amqplib.Channel, callback: () => void): Promise<void> {
    this.#channel = channel;
    const consume = channel.consume.bind(channel);
    channel.consume = (...wanted) => {
      const consuming = consume(...wanted);
      // Nest leaves it alone: a broker that dies now would end the process.
      consuming.catch(() => undefined);
      return consuming;
    };
    await super.setupChannel(channel, () => undefined);
    // Nest does not wait for its consumer; the broker answers this after it.
    await channel.checkQueue(this.queue);
    this.#refusal = undefined;
    this.#setConsuming(true);
    callback();
  }

  /** Nest's own takes the pattern from the packet alone: of strangers it is the routing key. */
  override handleMessage(...[delivery, channel]: Parameters<ServerRMQ['handleMessage']>): Promise<void> {
    const message = delivery as unknown as amqplib.ConsumeMessage | null;
    if (message !== null) {
      const properties = message.properties as amqplib.MessageProperties & { channel?: string };
      const pattern = this.#patternOf(message);
      properties.channel = this.#isTopic ? (this.#wildcardOf(pattern) ?? pattern) : pattern;
    }
    return super.handleMessage(delivery, channel);
  }

  override async handleEvent(...[pattern, packet, context]: Parameters<ServerRMQ['handleEvent']>): Promise<void> {
    if (this.noAck) return super.handleEvent(pattern, packet, context);
    const handler = this.getHandlerByPattern(pattern);
    // Nest gives it up itself.
    if (handler === null || handler === undefined) return super.handleEvent(pattern, packet, context);
    try {
      const result: unknown = await handler(packet.data, context);
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
      this.#settle(context, (channel, message) => channel.ack(message));
    } catch {
      // Its handler has thrown, which the trace shows. Again it would throw again.
      this.#settle(context, (channel, message) => channel.nack(message, false, false));
    }
  }

  /** A reply whose broker has gone is lost. Nest leaves that as an unhandled rejection, which would end the process. */
  override sendMessage<T>(...[message, replyTo, correlationId, context]: SendArguments<T>): void {
    const frame = message as { err?: unknown; isDisposed?: boolean };
    const { options, ...rest } = this.serializer.serialize(message as never) as unknown as Written;
    const content = Buffer.from(JSON.stringify(rest));
    // Whoever asked without saying where to answer wants none.
    if (typeof replyTo === 'string' && !this.#isClosed) {
      void this.channel?.sendToQueue(replyTo, content, { correlationId, ...options }).catch(() => undefined);
    }
    const isLast = frame.isDisposed === true || Boolean(frame.err);
    if (!this.noAck && isLast && frame.err !== noHandler) this.#settle(context, (channel, sent) => channel.ack(sent));
  }

  /** What it has is handled and acknowledged; nothing more comes. */
  async stopAccepting(): Promise<void> {
    const wasUp = this.#isConsuming;
    this.#isConsuming = false;
    if (wasUp) await this.#channel?.cancel(String(this.options.consumerTag)).catch(() => undefined);
    // Replies still go out.
    this.#isConsuming = wasUp;
  }

  /** Unlike Nest's own, never waits for a broker that is away. */
  override async close(): Promise<void> {
    this.#isClosed = true;
    this.#isConsuming = false;
    void this.server?.close().catch(() => undefined);
  }

  /** As the end of a process: what was not acknowledged goes back to its queue. */
  cut(): void {
    this.#isClosed = true;
    this.#isConsuming = false;
    cutConnection(this.server);
  }

  #onTried: () => void = () => undefined;

  #patternOf({ content, fields }: amqplib.ConsumeMessage): string {
    try {
      const packet = JSON.parse(content.toString()) as { pattern?: unknown } | null;
      const pattern = packet?.pattern;
      if (pattern !== undefined) return typeof pattern === 'string' ? pattern : JSON.stringify(pattern);
    } catch {
      // No JSON, so not from Nest.
    }
    // By the queue alone its name is the key.
    return this.#isTopic ? fields.routingKey : fields.routingKey.slice(this.#prefix.length);
  }

  #wildcardOf(pattern: string): string | undefined {
    const routes = [...this.messageHandlers.keys()];
    return routes.includes(pattern) ? undefined : routes.find((route) => matchesTopic(route, pattern));
  }

  /** On the channel that it came by: another one knows nothing of it. */
  #settle(context: RmqContext, act: (channel: amqplib.Channel, message: amqplib.ConsumeMessage) => void): void {
    const channel = context.getChannelRef() as amqplib.Channel;
    if (channel !== this.#channel || this.#isClosed) return;
    try {
      act(channel, context.getMessage() as unknown as amqplib.ConsumeMessage);
    } catch {
      // The channel has closed meanwhile: the broker gives the message to somebody else.
    }
  }

  #setConsuming(isConsuming: boolean): void {
    if (this.#isClosed) return;
    this.#isConsuming = isConsuming;
    this.#onChange();
  }
}

/** A message of a client that knows nothing of Nest carries its trace in headers of AMQP. */
class HeaderDeserializer extends IncomingRequestDeserializer {
  override deserialize(
    value: unknown,
    options?: Record<string, unknown>,
  ): ReturnType<IncomingRequestDeserializer['deserialize']> {
    const packet = super.deserialize(value, options) as IncomingRequest;
    const headers = options?.['headers'] as Record<string, string> | undefined;
    if (packet.metadata === undefined && headers !== undefined) packet.metadata = headers;
    return packet;
  }
}

interface Written extends Record<string, unknown> {
  options?: amqplib.Options.Publish;
}

type SendArguments<T> = [message: T, replyTo: unknown, correlationId: string, context: RmqContext];
