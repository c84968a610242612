import type { FieldReader } from './fieldReader.ts';
import { readRecordSet } from './kafkaRecords.ts';

/** The bodies that messages travel in, in the versions before they were packed tighter (produce 3–8, fetch 3–11). */

/** @returns the topics */
export function readProduceRequest(reader: FieldReader): string {
  nullableText(reader, { name: 'transactional id', says: 'Of a transaction; none here.' });
  reader.int(2, { name: 'acks', says: '-1: all replicas have it, 1: the leader has, 0: no answer is wanted.' });
  reader.int(4, { name: 'timeout', says: 'How long the broker may take, in ms.' });
  return eachTopic(reader, (topic) => {
    const partition = partitionOf(reader);
    readRecordSet(reader, `${topic} ${partition}`);
  });
}

export function readProduceResponse(reader: FieldReader, version: number): string {
  const topics = eachTopic(reader, () => {
    partitionOf(reader);
    errorCode(reader);
    reader.int(8, { name: 'base offset', says: 'Where in the partition the first of the records stands now.' });
    reader.int(8, { name: 'log append time', says: 'In ms since 1970; -1: the producer’s own time counts.' });
    if (version >= 5) reader.int(8, { name: 'log start offset', says: 'The oldest record that is kept.' });
    if (version >= 8) readRecordErrors(reader);
  });
  throttleTime(reader);
  return topics;
}

function readRecordErrors(reader: FieldReader): void {
  for (let left = count(reader, 'record errors'); left > 0; left -= 1) {
    reader.int(4, { name: 'record', says: 'Which one of the batch.' });
    nullableText(reader, { name: 'message', says: 'What is wrong with it.' });
  }
  nullableText(reader, { name: 'error message', says: 'What is wrong with the batch.' });
}

export function readFetchRequest(reader: FieldReader, version: number): string {
  reader.int(4, { name: 'replica id', says: '-1: a consumer asks, no broker.' });
  reader.int(4, { name: 'max wait', says: 'How long to wait for records, in ms.' });
  reader.int(4, { name: 'min bytes', says: 'How much is worth an answer before that.' });
  reader.int(4, { name: 'max bytes', says: 'How much the answer may hold.' });
  if (version >= 4) reader.int(1, { name: 'isolation', says: '0: also records of transactions that are open.' });
  if (version >= 7) {
    reader.int(4, { name: 'session id', says: 'Of fetches that tell only what has changed; 0: none.' });
    reader.int(4, { name: 'session epoch', says: 'Counts the fetches of the session.' });
  }
  const topics = eachTopic(reader, () => {
    partitionOf(reader);
    if (version >= 9) reader.int(4, { name: 'leader epoch', says: 'Which leader the client knows; -1: none.' });
    reader.int(8, { name: 'fetch offset', says: 'From which record on.' });
    if (version >= 5) reader.int(8, { name: 'log start offset', says: 'Of a following replica.' });
    reader.int(4, { name: 'max bytes', says: 'Of this partition.' });
  });
  if (version >= 7) {
    reader.part = 'forgotten topics';
    for (let left = count(reader, 'forgotten topics'); left > 0; left -= 1) {
      text(reader, { name: 'topic', says: 'No more of it.' });
      for (let partitions = count(reader, 'partitions'); partitions > 0; partitions -= 1) partitionOf(reader);
    }
    reader.part = undefined;
  }
  if (version >= 11) text(reader, { name: 'rack id', says: 'Where the consumer stands.' });
  return topics;
}

export function readFetchResponse(reader: FieldReader, version: number): string {
  throttleTime(reader);
  if (version >= 7) {
    errorCode(reader);
    reader.int(4, { name: 'session id', says: 'Of fetches that tell only what has changed; 0: none.' });
  }
  return eachTopic(reader, (topic) => {
    const partition = partitionOf(reader);
    errorCode(reader);
    reader.int(8, { name: 'high watermark', says: 'The offset after the newest record that all replicas have.' });
    if (version >= 4) reader.int(8, { name: 'last stable offset', says: 'Before it no transaction is open.' });
    if (version >= 5) reader.int(8, { name: 'log start offset', says: 'The oldest record that is kept.' });
    if (version >= 4) {
      for (let left = count(reader, 'aborted transactions'); left > 0; left -= 1) {
        reader.int(8, { name: 'producer id', says: 'Whose transaction it was.' });
        reader.int(8, { name: 'first offset', says: 'Where it began.' });
      }
    }
    if (version >= 11) reader.int(4, { name: 'preferred replica', says: 'Whom to ask next; -1: the leader.' });
    readRecordSet(reader, `${topic} ${partition}`);
  });
}

/** Topics, and of each its partitions. @returns their names */
function eachTopic(reader: FieldReader, readPartition: (topic: string) => void): string {
  const topics: string[] = [];
  for (let left = count(reader, 'topics'); left > 0; left -= 1) {
    const topic = text(reader, { name: 'topic', says: 'Nest makes one per pattern, and “pattern.reply” for answers.' });
    topics.push(topic);
    for (let partitions = count(reader, 'partitions'); partitions > 0; partitions -= 1) {
      readPartition(topic);
      reader.part = undefined;
    }
  }
  return topics.join(' ');
}

const maxCount = 100_000;

function count(reader: FieldReader, of: string): number {
  const counted = reader.int(4, { name: `number of ${of}`, says: 'So many follow.' });
  return counted > maxCount ? reader.fail() : counted;
}

const partitionOf = (reader: FieldReader): number =>
  reader.int(4, { name: 'partition', says: 'A topic is divided into partitions; each keeps its own order.' });

const errorCode = (reader: FieldReader): number => reader.int(2, { name: 'error code', says: '0: it went well.' });

const throttleTime = (reader: FieldReader): number =>
  reader.int(4, { name: 'throttle time', says: 'How long the client has to wait because it asked too much, in ms.' });

interface TextNames {
  name: string;
  says: string;
}

function text(reader: FieldReader, names: TextNames): string {
  return nullableText(reader, names) ?? '';
}

function nullableText(reader: FieldReader, names: TextNames): string | undefined {
  const length = reader.int(2, { name: `length of ${names.name}`, says: 'In bytes; -1 for none.' });
  return length < 0 ? undefined : reader.take(length, names);
}
