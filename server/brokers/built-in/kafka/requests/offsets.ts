// How far a group has come.
import { offsetMetadataBytes } from '../limits.ts';
import { errorCode, type ErrorCode } from '../wire/errorCode.ts';
import type { Api, BrokerState } from './api.ts';
import { readTopic, readTopics, writeTopics, type OfTopic } from './topicPartitions.ts';

interface Commit {
  readonly partition: number;
  readonly offset: number;
  readonly metadata: string | undefined;
}

export const offsetCommit: Api = {
  key: 8,
  versions: [2, 2],
  run({ broker, body, answer }) {
    const group = body.string();
    const refusal = broker.groups.commitRefusal(group, body.int32(), body.string());
    body.int64();
    const topics = readTopics(body, () => ({
      partition: body.int32(),
      offset: body.int64(),
      metadata: body.nullableString(),
    }));
    writeTopics(answer, topics, (wanted, topic) => {
      const error = refusal === errorCode.none ? commit(broker, { group, topic }, wanted) : refusal;
      answer.int32(wanted.partition).int16(error);
    });
  },
};

function commit(
  { store }: BrokerState,
  { group, topic }: { group: string; topic: string },
  { partition, offset, metadata }: Commit,
): ErrorCode {
  if (store.topics.partition(topic, partition) === undefined) return errorCode.unknownTopicOrPartition;
  if ((metadata?.length ?? 0) > offsetMetadataBytes) return errorCode.offsetMetadataTooLarge;
  const hasRoom = store.commit(group, { topic, partition }, { offset, metadata });
  return hasRoom ? errorCode.none : errorCode.policyViolation;
}

export const offsetFetch: Api = {
  key: 9,
  versions: [1, 2],
  run({ broker, version, body, answer }) {
    const group = body.string();
    const readOne = (): OfTopic<number> => readTopic(body, () => body.int32());
    const topics = body.nullableArray(readOne) ?? everything(broker, group);
    writeTopics(answer, topics, (partition, topic) => {
      const found = broker.store.offsets.find(group, topic, partition);
      answer
        .int32(partition)
        .int64(found?.offset ?? -1)
        .string(found?.metadata ?? '')
        .int16(errorCode.none);
    });
    if (version >= 2) answer.int16(errorCode.none);
  },
};

function everything({ store }: BrokerState, group: string): OfTopic<number>[] {
  return [...store.offsets.of(group)].map(([topic, partitions]) => ({ topic, partitions: [...partitions.keys()] }));
}
