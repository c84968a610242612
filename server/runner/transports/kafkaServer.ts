import { setTimeout as delay } from 'node:timers/promises';
import { ServerKafka } from '@nestjs/microservices';
import type { BrokerAddress } from '#shared/ipc.ts';
import { isKafkaTopic } from '#shared/transports/kafkaTopic.ts';
import { KafkaLink, kafkaRetry } from '../wire/kafkaLink.ts';
import { kafkajs } from '../wire/kafkaPackage.ts';
import { makeTopics } from '../wire/kafkaTopics.ts';
import { FrameSerializer, HeaderDeserializer } from '../wire/kafkaSerializers.ts';
import { untilListening } from './untilListening.ts';

export interface PatientServerKafkaOptions extends BrokerAddress {
  /** Of all that name the same one, one receives each message. */
  groupId: string;
  /** A group that is new reads what was written before it came. */
  fromBeginning: boolean;
  /** Of each topic, at least. */
  partitions: number;
  /** A fault holds, drops or changes messages between the broker and this server. */
  isBroken: () => boolean;
  onChange: () => void;
}

const retryMs = 300;
const clientId = 'patchbay';

/**
 * NestJS's Kafka server, which survives its broker. Nest's own gives up when the broker is away at the start, and kafkajs
 * when it is away for longer. This one makes its topics, goes on trying, and `isUp` while it belongs to its group.
 */
export class PatientServerKafka extends ServerKafka {
  readonly #options: PatientServerKafkaOptions;
  #link: KafkaLink | undefined;
  #isJoined = false;
  #isUp = false;
  #isClosed = false;

  constructor(options: PatientServerKafkaOptions) {
    super({
      consumer: { groupId: `${options.prefix ?? ''}${options.groupId}` },
      serializer: new FrameSerializer(),
      deserializer: new HeaderDeserializer(),
    });
    this.#options = options;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Calls back when it is up, or when it turned out to take longer: then it goes on trying by itself. */
  override listen(callback: () => void): Promise<void> {
    return untilListening(callback, (listening) => void this.#keepRunning(listening));
  }

  /** It leaves its group, so that others need not wait until it is missed. Handlers that run are waited for. */
  async leave(): Promise<void> {
    this.#setJoined(false);
    this.#isClosed = true;
    await this.consumer?.stop();
  }

  /** Never waits, neither for a broker that is away nor for a handler that never ends. */
  override close(): Promise<void> {
    this.#isClosed = true;
    this.#isUp = false;
    this.#forget();
    return Promise.resolve();
  }

  /** A reply whose broker has gone is lost; Nest would throw where nobody listens. */
  override async sendMessage(
    ...[message, topic, partition, correlationId]: Parameters<ServerKafka['sendMessage']>
  ): ReturnType<ServerKafka['sendMessage']> {
    const outgoing = (await this.serializer.serialize(message)) as kafkajs.Message;
    this.assignReplyPartition(partition, outgoing);
    this.assignCorrelationIdHeader(correlationId, outgoing);
    this.assignErrorHeader(message, outgoing);
    this.assignIsDisposedHeader(message, outgoing);
    const sent = await this.producer?.send({ topic, messages: [outgoing] }).catch(() => undefined);
    return sent ?? [];
  }

  /**
   * The next message of a partition comes when this one is done. One that a fault holds or drops must not stop those behind
   * it: then they would never get here to be reordered.
   */
  override getMessageHandler(): (payload: kafkajs.EachMessagePayload) => Promise<void> {
    return async (payload) => {
      const handled = this.handleMessage(payload) as Promise<unknown>;
      if (this.#options.isBroken()) handled.catch(() => undefined);
      else await handled;
    };
  }

  /** A topic is the prefix and the route: what Nest looks up here must be the same text again. */
  protected override normalizePattern(pattern: Parameters<ServerKafka['normalizePattern']>[0]): string {
    return this.#prefix + super.normalizePattern(pattern);
  }

  protected override getRouteFromPattern(topic: string): string {
    return super.getRouteFromPattern(topic.startsWith(this.#prefix) ? topic.slice(this.#prefix.length) : topic);
  }

  get #prefix(): string {
    // Nest asks for patterns while `super` still runs only when it is given handlers, which it never is.
    return this.#options.prefix ?? '';
  }

  /** What cannot be a topic is left out: the broker would refuse all of them together. */
  get #topics(): string[] {
    return [...this.messageHandlers.keys()].filter((topic) => isKafkaTopic(topic));
  }

  async #keepRunning(tried: () => void): Promise<void> {
    while (!this.#isClosed) {
      const running = await this.#run(tried).catch(() => undefined);
      tried();
      await running?.over;
      this.#setJoined(false);
      if (this.#isClosed) return;
      this.#forget();
      await delay(retryMs);
    }
  }

  /** Resolves when it runs, with what resolves when it has crashed. */
  async #run(tried: () => void): Promise<{ over: Promise<void> }> {
    const { port, username, password, fromBeginning, partitions } = this.#options;
    const onChange = (isUp: boolean): void => this.#setJoined(isUp && this.#topics.length === 0);
    const link = new KafkaLink({ port: () => port, clientId, username, password, onChange });
    this.#link = link;
    const kafka = new kafkajs.Kafka(link.config);
    this.client = kafka;
    const topics = this.#topics;
    if (topics.length > 0) await makeTopics(kafka, topics, partitions);
    const consumer = this.#makeConsumer(kafka);
    const producer = kafka.producer({
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: true,
      retry: kafkaRetry,
    });
    this.consumer = consumer;
    this.producer = producer;
    await Promise.all([consumer.connect(), producer.connect()]);
    const over = new Promise<void>((resolve) => consumer.on('consumer.crash', () => resolve()));
    const joined = (): void => {
      // kafkajs may be back before the link has seen that the broker is: the next heartbeat tells.
      if (!link.isUp) return;
      this.#setJoined(true);
      tried();
    };
    consumer.on('consumer.group_join', joined);
    // After a connection that broke: it still belongs to its group.
    consumer.on('consumer.heartbeat', joined);
    if (topics.length === 0) return { over };
    await consumer.subscribe({ topics, fromBeginning });
    await consumer.run({ partitionsConsumedConcurrently: partitions, eachMessage: this.getMessageHandler() });
    return { over };
  }

  #makeConsumer(kafka: kafkajs.Kafka): kafkajs.Consumer {
    return kafka.consumer({
      groupId: this.groupId,
      sessionTimeout: 10_000,
      rebalanceTimeout: 10_000,
      heartbeatInterval: 300,
      maxWaitTimeInMs: 200,
      allowAutoTopicCreation: true,
      // After a crash all is made anew, here.
      retry: { ...kafkaRetry, restartOnFailure: () => Promise.resolve(false) },
    });
  }

  #setJoined(isJoined: boolean): void {
    this.#isJoined = isJoined && !this.#isClosed;
    if (this.#isClosed || this.#isUp === this.#isJoined) return;
    this.#isUp = this.#isJoined;
    this.#options.onChange();
  }

  #forget(): void {
    const { consumer, producer } = this;
    this.consumer = null;
    this.producer = null;
    this.client = null;
    this.#link?.close();
    // What they still wait for then is nobody's any more.
    consumer?.disconnect().catch(() => undefined);
    producer?.disconnect().catch(() => undefined);
  }
}
