/**
 * Kafka. A size, then a request or a response; what a response means is known only from the request with its number.
 *
 *   request:  size, API, version, number, client id, body        response: size, number, body
 */
import { explained, type FieldReader } from './fieldReader.ts';
import type { FrameReader, Leg } from './frame.ts';
import { readFetchRequest, readFetchResponse, readProduceRequest, readProduceResponse } from './kafkaBodies.ts';

const apis: Readonly<Record<number, string>> = {
  0: 'Produce',
  1: 'Fetch',
  2: 'ListOffsets',
  3: 'Metadata',
  8: 'OffsetCommit',
  9: 'OffsetFetch',
  10: 'FindCoordinator',
  11: 'JoinGroup',
  12: 'Heartbeat',
  13: 'LeaveGroup',
  14: 'SyncGroup',
  15: 'DescribeGroups',
  16: 'ListGroups',
  17: 'SaslHandshake',
  18: 'ApiVersions',
  19: 'CreateTopics',
  20: 'DeleteTopics',
  22: 'InitProducerId',
  32: 'DescribeConfigs',
  36: 'SaslAuthenticate',
  37: 'CreatePartitions',
  42: 'DeleteGroups',
};

const maxFrameBytes = 1 << 28;
const minFrameBytes = 4;

interface Call {
  api: number;
  version: number;
}

function lengthAt(bytes: Uint8Array, at: number): number | undefined {
  if (at + 4 > bytes.length) return undefined;
  const size = uint(bytes, at, 4);
  return size < minFrameBytes || size > maxFrameBytes ? undefined : 4 + size;
}

function uint(bytes: Uint8Array, at: number, length: number): number {
  let number = 0;
  for (let place = 0; place < length; place += 1) number = number * 256 + (bytes[at + place] ?? 0);
  return number;
}

export function kafkaReader(): FrameReader {
  /** By the number that the client gave it. */
  const calls = new Map<number, Call>();
  return {
    mayStart: (bytes, at) => lengthAt(bytes, at) !== undefined,
    lengthAt,
    next: (bytes, at, leg) => {
      const whole = lengthAt(bytes, at);
      const isWhole = whole !== undefined && at + whole <= bytes.length;
      const length = isWhole ? whole : bytes.length - at;
      if (leg === 'request' && at + 12 <= bytes.length) {
        calls.set(uint(bytes, at + 8, 4), { api: uint(bytes, at + 4, 2), version: uint(bytes, at + 6, 2) });
      }
      const call = leg === 'reply' ? calls.get(uint(bytes, at + 4, 4)) : undefined;
      return {
        at,
        length,
        isWhole,
        explain: () => explained(bytes, { at, length }, (reader) => read(reader, leg, call)),
      };
    },
  };
}

const number = {
  name: 'correlation id',
  says: 'Counts the requests of this connection; the response has the same number.',
};

function read(reader: FieldReader, leg: Leg, call: Call | undefined): string {
  reader.uint(4, { name: 'size', says: 'How many bytes follow.' });
  if (leg === 'reply') {
    reader.uint(4, number);
    return readResponse(reader, call);
  }
  const api = reader.uint(2, {
    name: 'API',
    says: 'What is asked for.',
    show: (key) => `${key} ${apis[Number(key)] ?? ''}`,
  });
  const version = reader.uint(2, { name: 'version', says: 'Of this API: each has its own layout.' });
  reader.uint(4, number);
  const length = reader.int(2, { name: 'length of client id', says: 'In bytes; -1 for none.' });
  if (length > 0) reader.take(length, { name: 'client id', says: 'Who asks, for the broker’s logs and quotas.' });
  const about = bodyOf(reader, { api, version });
  return `${apis[api] ?? `API ${api}`} v${version}${about === '' ? '' : ` ${about}`}`;
}

const opaque = { name: 'body', says: 'Patchbay does not take the bodies of this API and version apart.' };

function bodyOf(reader: FieldReader, { api, version }: Call): string {
  if (api === 0 && version >= 3 && version <= 8) return readProduceRequest(reader);
  if (api === 1 && version >= 3 && version <= 11) return readFetchRequest(reader, version);
  if (reader.left > 0) reader.opaque(reader.left, opaque);
  return '';
}

function readResponse(reader: FieldReader, call: Call | undefined): string {
  if (call === undefined) {
    if (reader.left > 0)
      reader.opaque(reader.left, {
        ...opaque,
        says: 'The request that this answers is not kept any more, and only that told what it is.',
      });
    return 'response to a request that is not kept';
  }
  const { api, version } = call;
  const name = `${apis[api] ?? `API ${api}`} v${version} response`;
  if (api === 0 && version >= 3 && version <= 8) return `${name} ${readProduceResponse(reader, version)}`;
  if (api === 1 && version >= 3 && version <= 11) return `${name} ${readFetchResponse(reader, version)}`;
  if (reader.left > 0) reader.opaque(reader.left, opaque);
  return name;
}
