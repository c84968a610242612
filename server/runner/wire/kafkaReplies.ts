/**
 * Hears the replies to one client. A consumer has to name its topics before it runs, and which patterns are asked for is
 * known only when they are; so a new one, which names them all, takes over when it has found its place:
 *
 *   first send of "sum" ─▶ consumer [sum.reply]
 *   first send of "mul" ─▶ consumer [sum.reply, mul.reply] ─▶ is in place ─▶ the former one goes
 *
 * Each has a group of its own: in one they would share the partitions, and hear half of the replies.
 */
import { randomUUID } from 'node:crypto';
import { firstValueFrom, from, throwError, timeout } from 'rxjs';
import { kafkaRetry } from './kafkaLink.ts';
import type { kafkajs } from './kafkaPackage.ts';
import { makeTopics } from './kafkaTopics.ts';

export interface KafkaRepliesOptions {
  kafka: kafkajs.Kafka;
  /** Begins the name of each group. */
  group: string;
  onReply: (payload: kafkajs.EachMessagePayload) => Promise<void>;
}

const longestTakeOverMs = 8000;
const againMs = 300;

export class KafkaReplies {
  readonly #options: KafkaRepliesOptions;
  readonly #wanted = new Set<string>();
  #heard = new Set<string>();
  #consumer: kafkajs.Consumer | undefined;
  #renewing: Promise<void> | undefined;
  #again: NodeJS.Timeout | undefined;
  /** The newest offset that came in, by topic and partition: two consumers overlap while one takes over. */
  readonly #newest = new Map<string, bigint>();
  #isClosed = false;

  constructor(options: KafkaRepliesOptions) {
    this.#options = options;
  }

  /** Undefined when that topic is listened to already; else resolves when it is, and rejects when it cannot be. */
  listenTo(topic: string): Promise<void> | undefined {
    if (this.#heard.has(topic)) return undefined;
    this.#wanted.add(topic);
    return this.#renew(false).then(() => this.listenTo(topic));
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#again);
    leave(this.#consumer);
  }

  #renew(fromBeginning: boolean): Promise<void> {
    this.#renewing ??= this.#takeOver(fromBeginning).finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  async #takeOver(fromBeginning: boolean): Promise<void> {
    const topics = [...this.#wanted];
    const consumer = this.#options.kafka.consumer({
      groupId: `${this.#options.group}-${randomUUID()}`,
      sessionTimeout: 10_000,
      heartbeatInterval: 1000,
      maxWaitTimeInMs: 500,
      allowAutoTopicCreation: true,
      retry: { ...kafkaRetry, restartOnFailure: () => Promise.resolve(false) },
    });
    consumer.on('consumer.crash', () => this.#crashed(consumer));
    try {
      const started$ = from(this.#start(consumer, { topics, fromBeginning }));
      await firstValueFrom(started$.pipe(timeout({ first: longestTakeOverMs, with: () => throwError(tooSlow) })));
    } catch (error) {
      leave(consumer);
      throw error;
    }
    if (this.#isClosed) return leave(consumer);
    const former = this.#consumer;
    this.#consumer = consumer;
    this.#heard = new Set(topics);
    leave(former);
  }

  /** Resolves when nothing that is written from now on can be missed. */
  async #start(consumer: kafkajs.Consumer, from: { topics: string[]; fromBeginning: boolean }): Promise<void> {
    const isInPlace = new Promise<void>((resolve) => {
      consumer.on('consumer.network.request', ({ payload }) => {
        if (payload.apiName === 'ListOffsets') resolve();
      });
    });
    await makeTopics(this.#options.kafka, from.topics, 1);
    await consumer.connect();
    await consumer.subscribe(from);
    await consumer.run({ eachMessage: (payload) => this.#receive(payload) });
    await isInPlace;
  }

  async #receive(payload: kafkajs.EachMessagePayload): Promise<void> {
    const { topic, partition, message } = payload;
    const key = `${topic} ${partition}`;
    const offset = BigInt(message.offset);
    if (offset <= (this.#newest.get(key) ?? -1n)) return;
    this.#newest.set(key, offset);
    await this.#options.onReply(payload);
  }

  /** It has given up. What came in meanwhile is in the log: its successor reads that from the beginning. */
  #crashed(consumer: kafkajs.Consumer): void {
    if (this.#isClosed || consumer !== this.#consumer) return;
    this.#heard = new Set();
    clearTimeout(this.#again);
    this.#again = setTimeout(() => {
      this.#renew(true).catch(() => this.#crashed(consumer));
    }, againMs);
  }
}

/** It may wait for a broker that is away, which is nobody's business any more. */
function leave(consumer: kafkajs.Consumer | undefined): void {
  consumer?.disconnect().catch(() => undefined);
}

const tooSlow = (): Error => new Error('Kafka did not let this client listen for replies in time.');
