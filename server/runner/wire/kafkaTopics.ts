import { setTimeout as delay } from 'node:timers/promises';
import type { kafkajs } from './kafkaPackage.ts';

/** A real Kafka tells of a new topic a moment after it has made it; one that has just started takes longer. */
const longestUnknownMs = 5000;
const askAgainMs = 50;

/**
 * With so many partitions at least: those that others have made before get more. A real Kafka makes a topic that is asked
 * for too late for whoever asked.
 */
export async function makeTopics(kafka: kafkajs.Kafka, topics: readonly string[], partitions: number): Promise<void> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    const wanted = topics.map((topic) => ({ topic, numPartitions: partitions }));
    // kafkajs's own waiting fails when the topic is not known yet.
    await admin.createTopics({ topics: wanted, waitForLeaders: false });
    const { topics: found } = await whenKnown(() => admin.fetchTopicMetadata({ topics: [...topics] }));
    const small = found.filter((topic) => topic.partitions.length < partitions);
    const topicPartitions = small.map(({ name: topic }) => ({ topic, count: partitions }));
    // A replica beside this one may have been faster.
    if (small.length > 0) await admin.createPartitions({ topicPartitions }).catch(() => undefined);
  } finally {
    await admin.disconnect();
  }
}

async function whenKnown<T>(ask: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + longestUnknownMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const isUnknown = typeof error === 'object' && error !== null && 'type' in error && error.type === unknown;
      if (!isUnknown || Date.now() > deadline) throw error;
      await delay(askAgainMs);
    }
  }
}

const unknown = 'UNKNOWN_TOPIC_OR_PARTITION';
