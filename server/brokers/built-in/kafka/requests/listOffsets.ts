import type { PartitionLog } from '../log/partitionLog.ts';
import { errorCode } from '../wire/errorCode.ts';
import type { Api } from './api.ts';
import { readTopics, writeTopics } from './topicPartitions.ts';

const latest = -1;
const earliest = -2;

/** The offset that a partition ends or begins with, or that belongs to a time. */
export const listOffsets: Api = {
  key: 2,
  versions: [1, 1],
  run({ broker, body, answer }) {
    body.int32();
    const topics = readTopics(body, () => ({ partition: body.int32(), timestamp: body.int64() }));
    writeTopics(answer, topics, ({ partition, timestamp }, topic) => {
      const log = broker.store.topics.partition(topic, partition);
      const error = log === undefined ? errorCode.unknownTopicOrPartition : errorCode.none;
      const found = log === undefined ? nothing : find(log, timestamp);
      answer.int32(partition).int16(error).int64(found.timestamp).int64(found.offset);
    });
  },
};

const nothing = { offset: -1, timestamp: -1 };

function find(log: PartitionLog, timestamp: number): { offset: number; timestamp: number } {
  if (timestamp === latest) return { offset: log.end, timestamp: -1 };
  if (timestamp === earliest) return { offset: log.start, timestamp: -1 };
  const batch = log.offsetAt(timestamp);
  return batch === undefined ? nothing : { offset: batch.baseOffset, timestamp: batch.newestTimestamp };
}
