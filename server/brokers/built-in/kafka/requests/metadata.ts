import type { PartitionLog } from '../log/partitionLog.ts';
import { isTopicName } from '../log/topicName.ts';
import { errorCode, type ErrorCode } from '../wire/errorCode.ts';
import { brokerId, host, type Api, type BrokerState } from './api.ts';

interface Found {
  readonly name: string;
  readonly error: ErrorCode;
  readonly partitions: readonly PartitionLog[];
}

/** Where everything is. A topic that is asked for and does not exist is made, unless the client says otherwise. */
export const metadata: Api = {
  key: 3,
  versions: [1, 4],
  run({ broker, version, body, answer }) {
    const names = body.nullableArray(() => body.string()) ?? broker.store.topics.names;
    const mayCreate = version < 4 || body.boolean();
    const topics = names.map((name) => find(broker, name, mayCreate));
    if (version >= 3) answer.int32(0);
    answer.array([brokerId], (id) => answer.int32(id).string(host).int32(broker.port).string(undefined));
    if (version >= 2) answer.string('patchbay-built-in');
    answer.int32(brokerId);
    answer.array(topics, ({ name, error, partitions }) => {
      answer.int16(error).string(name).boolean(false);
      answer.array([...partitions.keys()], (index) => {
        answer.int16(errorCode.none).int32(index).int32(brokerId);
        for (let list = 0; list < 2; list += 1) answer.array([brokerId], (id) => answer.int32(id));
      });
    });
  },
};

function find({ store, limits }: BrokerState, name: string, mayCreate: boolean): Found {
  if (!isTopicName(name)) return { name, error: errorCode.invalidTopic, partitions: [] };
  if (mayCreate && store.topics.find(name) === undefined) store.createTopic(name, limits.defaultPartitions);
  const partitions = store.topics.find(name);
  if (partitions === undefined) return { name, error: errorCode.unknownTopicOrPartition, partitions: [] };
  return { name, error: errorCode.none, partitions };
}
