import { ClientRMQ, type ReadPacket, type WritePacket } from '@nestjs/microservices';
import type { RmqRoute } from '#shared/flow/rmqRoute.ts';
import type { BrokerAddress } from '#shared/ipc.ts';
import { rmqQueueOptions, topicExchange } from '#shared/transports/rmqOptions.ts';
import { isIdentified, type IdentifiedPacket, type WireMessages } from '../faults/message/wireMessages.ts';
import { PassingMap } from '../passing/passingMap.ts';
import type { ClientTap } from '../trace/clientTap.ts';
import type { ClientWatch } from './clientWatch.ts';
import { cutConnection, rmqConnectionOptions, watchChannels } from './rmqConnection.ts';
import { HeaderSerializer } from './rmqHeaders.ts';
import './rmqPackage.ts';
import type { amqplib, manager } from './rmqPackage.ts';

/** NestJS's own RabbitMQ client, watched. */
export class TracedRmqClient extends ClientRMQ {
  readonly #tap: ClientTap;
  readonly #messages: WireMessages;
  readonly #persistent: boolean;
  /** Who waits for an answer, by correlation id. */
  readonly #waiting = new PassingMap<(content: Buffer) => Promise<void>>();

  constructor(address: BrokerAddress, route: RmqRoute, { tap, messages }: ClientWatch) {
    const { prefix = '' } = address;
    super({
      ...rmqConnectionOptions(address),
      ...(route.to === 'topic'
        ? { wildcards: true, exchange: prefix + topicExchange }
        : { queue: prefix + route.queue, queueOptions: rmqQueueOptions(withPrefix(route, prefix)) }),
      serializer: new HeaderSerializer(),
    });
    this.#tap = tap;
    this.#messages = messages;
    this.#persistent = route.persistent === true;
    this.setOnDispatchHook(tap.stamp);
  }

  override connect(): Promise<unknown> {
    return this.#tap.outside(() =>
      super.connect().catch((error: unknown) => {
        throw reasonOf(error);
      }),
    );
  }

  override createClient(): manager.AmqpConnectionManager {
    const connections = super.createClient() as manager.AmqpConnectionManager;
    // The queue is there with other settings: whoever sends waits in vain, and is told by the time-out.
    watchChannels(connections, () => void setTimeout(() => connections.reconnect(), refusedRetryMs).unref());
    return connections;
  }

  override async consumeChannel(channel: amqplib.Channel): Promise<void> {
    const onMessage = (message: amqplib.ConsumeMessage | null): void => {
      if (message === null) return;
      const { content, properties } = message;
      const id = String(properties.correlationId);
      // One after the other: whether somebody waits for the second answer is known when the first one is taken.
      void this.#tap.inTurn(async () => {
        this.#tap.arrivedText(content.toString(), (known) => this.#waiting.has(known), id);
        await this.#waiting.get(id)?.(content);
      });
    };
    await channel.consume(this.replyQueue, onMessage, { noAck: true });
  }

  /** As the end of a process closes it. Unlike `close()` it never waits for a broker that is away. */
  cut(): void {
    const { client } = this;
    this.handleClose();
    this.#waiting.clear();
    this.client = null;
    this.channel = null;
    this.connectionPromise = null;
    this.isInitialConnect = true;
    cutConnection(client);
  }

  protected override publish(packet: ReadPacket, callback: (frame: WritePacket) => void): () => void {
    const message = { call: this.#tap.current(), packet: this.#identified(packet) };
    return this.#tap.publish(message.packet, callback, (watched) =>
      this.#messages.publish(message, watched, {
        publish: (sent, respond) => this.#ask(sent, respond),
        sendOnly: (sent) => this.#send(sent, this.#answerTo(sent)),
      }),
    );
  }

  protected override dispatchEvent(packet: ReadPacket): Promise<unknown> {
    return this.#messages.dispatch({ call: this.#tap.current(), packet }, (sent) => this.#send(sent, {}));
  }

  /** As NestJS's own, which gives a message an id of its own each time: a copy of a message is that message. */
  #ask(packet: IdentifiedPacket, respond: (frame: WritePacket) => void): () => void {
    const { id } = packet;
    const stop = (): void => {
      this.routingMap.delete(id);
      this.#waiting.delete(id);
    };
    this.routingMap.set(id, respond);
    this.#waiting.set(id, (content) => this.handleMessage(this.parseMessageContent(content), respond as never));
    this.#send(packet, this.#answerTo(packet)).catch((err: unknown) => {
      stop();
      respond({ err });
    });
    return stop;
  }

  /** Also when nobody waits any more: a request without it would be told nothing. */
  #answerTo({ id }: IdentifiedPacket): amqplib.Options.Publish {
    return { replyTo: this.replyQueue, correlationId: id };
  }

  /** Resolves when the broker has it. */
  async #send(packet: ReadPacket, options: amqplib.Options.Publish): Promise<unknown> {
    const { options: written = {}, ...rest } = this.serializer.serialize(packet) as Written;
    const content = Buffer.from(JSON.stringify(rest));
    const pattern = typeof packet.pattern === 'string' ? packet.pattern : JSON.stringify(packet.pattern);
    const { channel } = this;
    if (channel === null) throw new Error('Connection closed');
    const { exchange, wildcards } = this.options;
    const all = { ...written, ...options, persistent: this.#persistent };
    const sending =
      wildcards === true
        ? channel.publish(exchange ?? topicExchange, pattern, content, all)
        : channel.sendToQueue(this.queue, content, all);
    this.#tap.sent(this.#tap.current());
    return sending;
  }

  #identified(packet: ReadPacket): IdentifiedPacket {
    return isIdentified(packet) ? packet : this.assignPacketId(packet);
  }
}

const refusedRetryMs = 1000;

interface Written extends Record<string, unknown> {
  options?: amqplib.Options.Publish;
}

const withPrefix = (
  { durable, queue, deadLetterQueue }: Extract<RmqRoute, { to: 'queue' }>,
  prefix: string,
): Parameters<typeof rmqQueueOptions>[0] => ({
  queue,
  durable,
  ...(deadLetterQueue === undefined ? {} : { deadLetterQueue: prefix + deadLetterQueue }),
});

/** The driver wraps the reason together with the address, which carries the password. */
function reasonOf(error: unknown): unknown {
  const inner = typeof error === 'object' && error !== null && 'err' in error ? error.err : error;
  return inner ?? error;
}
