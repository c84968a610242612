import { ClientKafka, KafkaHeaders, type ReadPacket, type WritePacket } from '@nestjs/microservices';
import { isKafkaTopic } from '#shared/transports/kafkaTopic.ts';
import type { BrokerAddress } from '#shared/ipc.ts';
import { isIdentified, type IdentifiedPacket, type WireMessages } from '../faults/message/wireMessages.ts';
import { PassingMap } from '../passing/passingMap.ts';
import type { ClientTap } from '../trace/clientTap.ts';
import type { ClientWatch } from './clientWatch.ts';
import { KafkaLink, kafkaRetry } from './kafkaLink.ts';
import { kafkajs } from './kafkaPackage.ts';
import { KafkaReplies } from './kafkaReplies.ts';
import { HeaderSerializer } from './kafkaSerializers.ts';

const clientId = 'patchbay';

/**
 * NestJS's own Kafka client, watched. It runs as a producer alone; what hears the replies is ours, as Nest's has to be told
 * of every pattern before it connects.
 */
export class TracedKafkaClient extends ClientKafka {
  protected override routingMap = new PassingMap<(frame: WritePacket) => void>();
  readonly #tap: ClientTap;
  readonly #messages: WireMessages;
  readonly #address: BrokerAddress;
  readonly #port: () => number;
  readonly #headers: HeaderSerializer;
  #link: KafkaLink | undefined;
  #replies: KafkaReplies | undefined;

  constructor(address: BrokerAddress, port: () => number, { tap, messages }: ClientWatch) {
    const serializer = new HeaderSerializer();
    super({
      producerOnlyMode: true,
      producer: {
        // Without one kafkajs says on every start that its default has changed.
        createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
        allowAutoTopicCreation: true,
        retry: kafkaRetry,
      },
      serializer,
    });
    this.#headers = serializer;
    this.#tap = tap;
    this.#messages = messages;
    this.#address = address;
    this.#port = port;
    this.setOnDispatchHook(tap.stamp);
  }

  override connect(): ReturnType<ClientKafka['connect']> {
    return this.#tap.outside(() => super.connect());
  }

  override async createClient<T>(): Promise<T> {
    this.#forget();
    const { username, password } = this.#address;
    const link = new KafkaLink({
      port: this.#port,
      clientId,
      username,
      password,
      onChange: (isUp) =>
        this._status$.next((isUp ? 'connected' : 'reconnecting') as Parameters<typeof this._status$.next>[0]),
    });
    const kafka = new kafkajs.Kafka(link.config);
    this.#link = link;
    this.#replies = new KafkaReplies({
      kafka,
      group: `${this.#prefix}replies`,
      onReply: this.createResponseCallback(),
    });
    const producer = kafka.producer.bind(kafka);
    kafka.producer = (config) => this.#watched(producer(config), link);
    return kafka as T;
  }

  override createResponseCallback(): (payload: kafkajs.EachMessagePayload) => Promise<void> {
    const respond = super.createResponseCallback() as (payload: kafkajs.EachMessagePayload) => Promise<void>;
    return (payload) =>
      this.#tap.inTurn(async () => {
        const raw = this.parser?.parse<{ headers: Record<string, unknown> }>({ ...payload.message });
        if (raw?.headers[KafkaHeaders.CORRELATION_ID] === undefined) return;
        this.#tap.arrived(await this.deserializer.deserialize(raw), (id) => this.routingMap.has(id));
        await respond(payload);
      });
  }

  /** As the end of a process closes it. Unlike `close()` it never waits for a broker that is away. */
  cut(): void {
    const producer = this._producer;
    this.handleClose();
    this.#forget();
    this._producer = null;
    this.initialized = null;
    this.client = null;
    producer?.disconnect().catch(() => undefined);
  }

  protected override registerProducerEventListeners(): void {
    // The link knows sooner, and also when nothing is sent.
  }

  /** Replies are heard on every partition of their topic. */
  protected override getReplyTopicPartition(): string {
    return '0';
  }

  protected override normalizePattern(pattern: Parameters<ClientKafka['normalizePattern']>[0]): string {
    const topic = this.#prefix + super.normalizePattern(pattern);
    if (isKafkaTopic(this.getResponsePatternName(topic))) return topic;
    throw new Error(`"${topic}" is no Kafka topic: use letters, digits, dots, hyphens and underscores.`);
  }

  protected override publish(packet: ReadPacket, callback: (frame: WritePacket) => void): () => void {
    const message = { call: this.#tap.current(), packet: this.assignPacketId(packet) };
    return this.#tap.publish(message.packet, callback, (watched) =>
      this.#messages.publish(message, watched, {
        publish: (sent, respond) => this.#ask(sent, respond),
        sendOnly: (sent) => this.#askInVain(sent),
      }),
    );
  }

  /** A copy of a message is that message, under its own id. */
  protected override assignPacketId(packet: ReadPacket): IdentifiedPacket {
    return isIdentified(packet) ? packet : super.assignPacketId(packet);
  }

  protected override dispatchEvent(packet: ReadPacket): Promise<unknown> {
    return this.#messages.dispatch({ call: this.#tap.current(), packet }, (sent) =>
      this.#withHeaders(sent, () => super.dispatchEvent(sent)),
    );
  }

  get #prefix(): string {
    return this.#address.prefix ?? '';
  }

  /** Sends when its reply can be heard. */
  #ask(packet: IdentifiedPacket, respond: (frame: WritePacket) => void): () => void {
    const asking = { isStopped: false, stop: (): void => undefined };
    const send = (): void => {
      if (!asking.isStopped) asking.stop = this.#withHeaders(packet, () => super.publish(packet, respond));
    };
    try {
      const topic = this.getResponsePatternName(this.normalizePattern(packet.pattern as string));
      const isHeard = this.#replies?.listenTo(topic);
      if (isHeard === undefined) send();
      else isHeard.then(send, (error: unknown) => respond({ err: error }));
    } catch (error) {
      respond({ err: error });
    }
    return () => {
      asking.isStopped = true;
      asking.stop();
    };
  }

  /** Nobody waits any more, but it is answered as any request is. */
  #askInVain(packet: IdentifiedPacket): Promise<unknown> {
    const replyTopic = this.getResponsePatternName(this.normalizePattern(packet.pattern as string));
    const answerTo = {
      [KafkaHeaders.REPLY_TOPIC]: replyTopic,
      [KafkaHeaders.REPLY_PARTITION]: this.getReplyTopicPartition(),
    };
    return this.#withHeaders(packet, () => super.dispatchEvent(packet), answerTo);
  }

  /** Nest serializes a message before it waits for anything. */
  #withHeaders<T>(packet: ReadPacket & { id?: string }, send: () => T, more: Record<string, string> = {}): T {
    this.#headers.headers = {
      ...more,
      ...packet.metadata,
      ...(packet.id === undefined ? {} : { [KafkaHeaders.CORRELATION_ID]: packet.id }),
    };
    try {
      return send();
    } finally {
      this.#headers.headers = {};
    }
  }

  /** kafkajs keeps a message while its broker is away, and gives up after some seconds. */
  #watched(producer: kafkajs.Producer, link: KafkaLink): kafkajs.Producer {
    const send = producer.send.bind(producer);
    producer.send = async (record) => {
      const call = this.#tap.current();
      const wasUp = link.isUp;
      if (wasUp) this.#tap.sent(call);
      try {
        const written = await send(record);
        if (!wasUp) this.#tap.sent(call, 'It waited until the broker was back.');
        return written;
      } catch (error) {
        this.#tap.lost(call, { note: `The broker did not take it: ${String(error)}` });
        throw error;
      }
    };
    return producer;
  }

  #forget(): void {
    this.#replies?.close();
    this.#link?.close();
  }
}
