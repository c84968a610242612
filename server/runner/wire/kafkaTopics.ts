import type { kafkajs } from './kafkaPackage.ts';

/**
 * With so many partitions at least: those that others have made before get more. A real Kafka makes a topic that is asked
 * for too late for whoever asked.
 */
export async function makeTopics(kafka: kafkajs.Kafka, topics: readonly string[], partitions: number): Promise<void> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    await admin.createTopics({ topics: topics.map((topic) => ({ topic, numPartitions: partitions })) });
    const { topics: found } = await admin.fetchTopicMetadata({ topics: [...topics] });
    const small = found.filter((topic) => topic.partitions.length < partitions);
    const topicPartitions = small.map(({ name: topic }) => ({ topic, count: partitions }));
    // A replica beside this one may have been faster.
    if (small.length > 0) await admin.createPartitions({ topicPartitions }).catch(() => undefined);
  } finally {
    await admin.disconnect();
  }
}
