// Topics are made, get more partitions, and go.
import type { TopicFault } from '../log/topics.ts';
import { errorCode } from '../wire/errorCode.ts';
import type { Api, BrokerState } from './api.ts';
import type { Reader } from '../wire/reader.ts';

const faultTexts: Readonly<Record<TopicFault, string>> = {
  invalidTopic: 'Use letters, digits, dots, hyphens and underscores, 249 at most, in the name of a topic that exists.',
  topicAlreadyExists: 'A topic of this name exists already.',
  invalidPartitions: 'A topic has one partition at least, and never loses any.',
  policyViolation: 'There is no room for so many partitions.',
};

interface Wanted {
  readonly name: string;
  readonly partitions: number;
  readonly replicas: number;
}

export const createTopics: Api = {
  key: 19,
  versions: [0, 2],
  run({ broker, version, body, answer }) {
    const wanted = body.array(() => readWanted(body));
    body.int32();
    const isDry = version >= 1 && body.boolean();
    if (version >= 2) answer.int32(0);
    answer.array(wanted, (topic) => {
      const { error, text } = make(broker, topic, isDry);
      answer.string(topic.name).int16(error);
      if (version >= 1) answer.string(text);
    });
  },
};

/** Which broker holds which partition, and settings of a topic, are of no effect where there is one broker. */
function readWanted(body: Reader): Wanted {
  const name = body.string();
  const partitions = body.int32();
  const replicas = body.int16();
  const assigned = body.array(() => {
    body.int32();
    return body.array(() => body.int32());
  });
  body.array(() => [body.string(), body.nullableString()]);
  return { name, partitions: assigned.length > 0 ? assigned.length : partitions, replicas };
}

function make(
  { store, limits }: BrokerState,
  { name, partitions, replicas }: Wanted,
  isDry: boolean,
): { error: number; text: string | undefined } {
  const count = partitions === -1 ? limits.defaultPartitions : partitions;
  if (replicas > 1) return { error: errorCode.invalidReplicationFactor, text: 'There is one broker.' };
  const fault = isDry ? store.topics.refusal(name, count) : store.createTopic(name, count);
  return result(fault);
}

export const createPartitions: Api = {
  key: 37,
  versions: [0, 1],
  run({ broker, body, answer }) {
    const wanted = body.array(() => {
      const topic = { name: body.string(), partitions: body.int32() };
      body.nullableArray(() => body.array(() => body.int32()));
      return topic;
    });
    body.int32();
    const isDry = body.boolean();
    answer.int32(0);
    answer.array(wanted, ({ name, partitions }) => {
      const { error, text } = result(isDry ? undefined : broker.store.growTopic(name, partitions));
      answer.string(name).int16(error).string(text);
    });
  },
};

export const deleteTopics: Api = {
  key: 20,
  versions: [0, 1],
  run({ broker, version, body, answer }) {
    const names = body.array(() => body.string());
    body.int32();
    if (version >= 1) answer.int32(0);
    answer.array(names, (name) => {
      const error = broker.store.deleteTopic(name) ? errorCode.none : errorCode.unknownTopicOrPartition;
      answer.string(name).int16(error);
    });
  },
};

function result(fault: TopicFault | undefined): { error: number; text: string | undefined } {
  return fault === undefined
    ? { error: errorCode.none, text: undefined }
    : { error: errorCode[fault], text: faultTexts[fault] };
}
