import { randomUUID } from 'node:crypto';
import {
  Kafka,
  logLevel,
  Partitioners,
  type Admin,
  type Consumer,
  type EachMessagePayload,
  type Producer,
} from 'kafkajs';

/** A topic, or a group, that nobody has used before: a real broker keeps what other tests wrote. */
export const fresh = (name: string): string => `${name}-${randomUUID()}`;

const retry = { initialRetryTime: 50, maxRetryTime: 500, retries: 30 };

/** kafkajs clients of one test, closed at its end. */
export class KafkaClients implements AsyncDisposable {
  readonly #kafka: Kafka;
  readonly #open: { disconnect(): Promise<void> }[] = [];

  constructor(port: number) {
    this.#kafka = new Kafka({
      clientId: 'test',
      brokers: [`127.0.0.1:${port}`],
      logLevel: logLevel.NOTHING,
      connectionTimeout: 2000,
      retry,
    });
  }

  async admin(): Promise<Admin> {
    const admin = this.#kafka.admin({ retry });
    await admin.connect();
    this.#open.push(admin);
    return admin;
  }

  async producer(): Promise<Producer> {
    const producer = this.#kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, retry });
    await producer.connect();
    this.#open.push(producer);
    return producer;
  }

  /** Reads topics from their beginning; resolves when it takes part in its group. */
  async consumer(options: {
    groupId: string;
    topics: string[];
    onMessage: (message: EachMessagePayload) => void | Promise<void>;
  }): Promise<Consumer> {
    const consumer = this.#kafka.consumer({
      groupId: options.groupId,
      sessionTimeout: 6000,
      heartbeatInterval: 200,
      rebalanceTimeout: 6000,
      maxWaitTimeInMs: 100,
      retry: { ...retry, restartOnFailure: () => Promise.resolve(true) },
    });
    this.#open.push(consumer);
    await consumer.connect();
    await consumer.subscribe({ topics: options.topics, fromBeginning: true });
    const joined = new Promise<void>((resolve) => {
      consumer.on(consumer.events.GROUP_JOIN, () => resolve());
    });
    await consumer.run({ eachMessage: async (message) => options.onMessage(message) });
    await joined;
    return consumer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#open.map((one) => one.disconnect().catch(() => undefined)));
  }
}
