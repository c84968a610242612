import { longestWaitMs } from '../limits.ts';
import type { PartitionLog } from '../log/partitionLog.ts';
import { errorCode, type ErrorCode } from '../wire/errorCode.ts';
import type { Api, Call } from './api.ts';
import { readTopics, writeTopics, type OfTopic } from './topicPartitions.ts';

interface Wanted {
  readonly partition: number;
  readonly offset: number;
  readonly maxBytes: number;
}

interface Fetched {
  readonly partition: number;
  readonly error: ErrorCode;
  readonly end: number;
  readonly batches: readonly Buffer[];
}

interface Bounds {
  readonly waitMs: number;
  readonly minBytes: number;
  readonly maxBytes: number;
}

/** Reads batches. When there are too few, waits for more: that is how messages arrive at once without being asked for. */
export const fetch: Api = {
  key: 1,
  versions: [4, 4],
  async run(call) {
    const { broker, body, answer } = call;
    body.int32();
    const waitMs = Math.min(Math.max(body.int32(), 0), longestWaitMs);
    const minBytes = Math.max(body.int32(), 1);
    const maxBytes = Math.min(Math.max(body.int32(), 1), broker.limits.fetchBytes);
    body.int8();
    const topics = readTopics(body, () => ({ partition: body.int32(), offset: body.int64(), maxBytes: body.int32() }));
    const fetched = await gather(call, topics, { waitMs, minBytes, maxBytes });
    answer.int32(0);
    writeTopics(answer, fetched, ({ partition, error, end, batches }) => {
      answer.int32(partition).int16(error).int64(end).int64(end).int32(-1);
      answer.int32(batches.reduce((sum, { length }) => sum + length, 0));
      for (const bytes of batches) answer.raw(bytes);
    });
  },
};

async function gather(call: Call, topics: readonly OfTopic<Wanted>[], bounds: Bounds): Promise<OfTopic<Fetched>[]> {
  const deadline = Date.now() + bounds.waitMs;
  for (;;) {
    const { fetched, bytes, isOver } = look(call, topics, bounds.maxBytes);
    const left = deadline - Date.now();
    if (isOver || bytes >= bounds.minBytes || left <= 0 || call.gone.aborted) return fetched;
    await untilMore(call, topics, left);
  }
}

/** What is there. After an error nothing is waited for. */
function look(
  { broker }: Call,
  topics: readonly OfTopic<Wanted>[],
  maxBytes: number,
): { fetched: OfTopic<Fetched>[]; bytes: number; isOver: boolean } {
  let bytes = 0;
  let isOver = false;
  const fetchOne = (topic: string, { partition, offset, maxBytes: ofPartition }: Wanted): Fetched => {
    const log = broker.store.topics.partition(topic, partition);
    const error = faultOf(log, offset);
    if (log === undefined || error !== errorCode.none) {
      isOver = true;
      return { partition, error, end: log?.end ?? -1, batches: [] };
    }
    // The first batch of an answer is given whole, however large: else a consumer would never get past it.
    const room = Math.min(ofPartition, maxBytes - bytes);
    const batches = bytes === 0 || room > 0 ? log.read(offset, room) : [];
    const fitting = bytes === 0 ? batches : batches.filter((one) => one.length <= room);
    bytes += fitting.reduce((sum, { length }) => sum + length, 0);
    return { partition, error, end: log.end, batches: fitting };
  };
  const fetched = topics.map(({ topic, partitions }) => ({
    topic,
    partitions: partitions.map((wanted) => fetchOne(topic, wanted)),
  }));
  return { fetched, bytes, isOver };
}

function faultOf(log: PartitionLog | undefined, offset: number): ErrorCode {
  if (log === undefined) return errorCode.unknownTopicOrPartition;
  return offset < log.start || offset > log.end ? errorCode.offsetOutOfRange : errorCode.none;
}

function untilMore({ broker, gone }: Call, topics: readonly OfTopic<Wanted>[], waitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const logs = topics.flatMap(({ topic, partitions }) =>
      partitions.flatMap(({ partition }) => broker.store.topics.partition(topic, partition) ?? []),
    );
    const over = (): void => {
      clearTimeout(timer);
      gone.removeEventListener('abort', over);
      for (const stop of stops) stop();
      resolve();
    };
    const stops = logs.map((log) => log.onAppend(over));
    const timer = setTimeout(over, waitMs);
    gone.addEventListener('abort', over);
  });
}
