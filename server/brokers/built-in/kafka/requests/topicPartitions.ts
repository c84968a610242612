import type { Reader } from '../wire/reader.ts';
import type { Writer } from '../wire/writer.ts';

export interface OfTopic<T> {
  readonly topic: string;
  readonly partitions: readonly T[];
}

/** Most requests and answers list topics, and something for each partition of them. */
export function readTopics<T>(body: Reader, readPartition: () => T): OfTopic<T>[] {
  return body.array(() => readTopic(body, readPartition));
}

export function readTopic<T>(body: Reader, readPartition: () => T): OfTopic<T> {
  return { topic: body.string(), partitions: body.array(readPartition) };
}

export function writeTopics<T>(
  answer: Writer,
  topics: readonly OfTopic<T>[],
  writePartition: (partition: T, topic: string) => unknown,
): void {
  answer.array(topics, ({ topic, partitions }) => {
    answer.string(topic).array(partitions, (partition) => writePartition(partition, topic));
  });
}
