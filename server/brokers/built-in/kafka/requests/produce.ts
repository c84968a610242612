import { errorCode, type ErrorCode } from '../wire/errorCode.ts';
import { readBatches } from '../wire/recordBatch.ts';
import type { Api, BrokerState } from './api.ts';
import { readTopics } from './topicPartitions.ts';

interface Produced {
  readonly error: ErrorCode;
  /** Of the first record; -1 after an error. */
  readonly offset: number;
  readonly start: number;
}

const refused = (error: ErrorCode): Produced => ({ error, offset: -1, start: -1 });

/** Appends batches to partitions. With acks 0 the producer wants no answer. */
export const produce: Api = {
  key: 0,
  versions: [3, 7],
  run({ broker, version, body, answer }) {
    body.nullableString();
    const acks = body.int16();
    body.int32();
    const topics = readTopics(body, () => ({ partition: body.int32(), records: body.nullableBytes() }));
    const areAcksKnown = acks >= -1 && acks <= 1;
    const produced = topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map(({ partition, records = Buffer.alloc(0) }) => ({
        partition,
        ...(areAcksKnown ? append(broker, { topic, partition }, records) : refused(errorCode.invalidRequiredAcks)),
      })),
    }));
    for (const { topic, partitions } of produced) {
      for (const { partition } of partitions) broker.store.topics.partition(topic, partition)?.wake();
    }
    if (acks === 0) return 'silent';
    answer.array(produced, ({ topic, partitions }) => {
      answer.string(topic).array(partitions, ({ partition, error, offset, start }) => {
        answer.int32(partition).int16(error).int64(offset).int64(-1);
        if (version >= 5) answer.int64(start);
      });
    });
    answer.int32(0);
    return undefined;
  },
};

function append(
  { store, limits }: BrokerState,
  place: { topic: string; partition: number },
  records: Buffer,
): Produced {
  const log = store.topics.partition(place.topic, place.partition);
  if (log === undefined) return refused(errorCode.unknownTopicOrPartition);
  const batches = readBatches(records);
  if (typeof batches === 'string') return refused(errorCode[batches]);
  if (batches.some(({ bytes }) => bytes.length > limits.batchBytes)) return refused(errorCode.messageTooLarge);
  const [first] = batches.map((batch) => store.append(place, log, batch));
  return { error: errorCode.none, offset: first?.baseOffset ?? -1, start: log.start };
}
