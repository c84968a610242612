/** Record batches of Kafka, version 2. Numbers in a record are varints: seven bits to a byte, zigzag for the sign. */
import type { FieldReader, Names } from './fieldReader.ts';
import { readPacket } from './packetFields.ts';

const headBytes = 61;
const compressions = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];
const correlationHeader = 'kafka_correlationId';

/** Its length, and batches as long as there are any. `of` says where they stand. */
export function readRecordSet(reader: FieldReader, of: string): void {
  const size = reader.int(4, { name: 'length of records', says: 'In bytes; -1 for none.' });
  const end = reader.at + Math.max(0, size);
  if (end > reader.end) reader.fail();
  for (let batch = 1; reader.at + headBytes <= end; batch += 1) readBatch(reader, end, `${of}, batch ${batch}`);
  // A broker may cut the last batch where the answer has become long enough.
  if (reader.at < end)
    reader.opaque(end - reader.at, { name: 'cut batch', says: 'The beginning of a batch that did not fit.' });
}

function readBatch(reader: FieldReader, end: number, of: string): void {
  reader.part = of;
  reader.int(8, { name: 'base offset', says: 'Where in the partition the first record stands.' });
  const length = reader.int(4, { name: 'batch length', says: 'How many bytes follow.' });
  const batchEnd = reader.at + length;
  if (length < headBytes - 12 || batchEnd > end) reader.fail();
  reader.int(4, { name: 'leader epoch', says: 'Under which leader it was written.' });
  const magic = reader.int(1, { name: 'magic', says: 'The version of the batch: 2.' });
  if (magic !== 2) {
    reader.opaque(batchEnd - reader.at, { name: 'batch', says: 'Of an older version, which is not taken apart here.' });
    return;
  }
  reader.opaque(4, { name: 'CRC', says: 'CRC-32C of all that follows in the batch.' });
  const attributes = reader.int(2, {
    name: 'attributes',
    says: 'Three bits of compression, whose time it is, transactions.',
  });
  reader.int(4, { name: 'last offset delta', says: 'The offset of the last record, from the first.' });
  reader.int(8, { name: 'base timestamp', says: 'Of the first record, in ms since 1970.' });
  reader.int(8, { name: 'max timestamp', says: 'The newest, in ms since 1970.' });
  reader.int(8, { name: 'producer id', says: 'Of an idempotent producer; -1: none.' });
  reader.int(2, { name: 'producer epoch', says: 'Counts its lives.' });
  reader.int(4, { name: 'base sequence', says: 'Counts its records, so that one that comes twice is known.' });
  const count = reader.int(4, { name: 'number of records', says: 'So many follow.' });
  const compression = attributes & 7;
  if (compression !== 0) {
    const name = compressions[compression] ?? String(compression);
    reader.opaque(batchEnd - reader.at, { name: 'records', says: `Compressed with ${name}: not taken apart here.` });
    return;
  }
  for (let record = 1; record <= count && reader.at < batchEnd; record += 1)
    readRecord(reader, `${of}, record ${record}`);
}

function readRecord(reader: FieldReader, part: string): void {
  reader.part = part;
  varint(reader, { name: 'length', says: 'How many bytes follow, as a varint.' });
  reader.int(1, { name: 'attributes', says: 'Not used: 0.' });
  varint(reader, { name: 'timestamp delta', says: 'In ms after the base timestamp.' });
  varint(reader, { name: 'offset delta', says: 'After the base offset.' });
  const keyLength = varint(reader, { name: 'length of key', says: 'In bytes; -1 for none.' });
  if (keyLength > 0)
    reader.take(keyLength, { name: 'key', says: 'What has one key goes to one partition, and keeps its order.' });
  const valueLength = varint(reader, { name: 'length of value', says: 'In bytes; -1 for none.' });
  if (valueLength > 0)
    readPacket(reader, valueLength, {
      name: 'value',
      says: 'What was sent. Over Kafka Nest writes the data alone: pattern and ids are topic and headers.',
    });
  const headers = varint(reader, { name: 'number of headers', says: 'So many follow.' });
  if (headers < 0 || headers > 10_000) reader.fail();
  for (let left = headers; left > 0; left -= 1) readHeader(reader);
}

/** A header is one field: its two lengths go with it. */
function readHeader(reader: FieldReader): void {
  const nameLength = peekVarint(reader, reader.at) ?? reader.fail();
  const nameAt = reader.at + nameLength.bytes;
  if (nameLength.value < 0) reader.fail();
  const valueLength = peekVarint(reader, nameAt + nameLength.value) ?? reader.fail();
  const valueAt = nameAt + nameLength.value + valueLength.bytes;
  const decoder = new TextDecoder();
  const name = decoder.decode(reader.bytes.subarray(nameAt, nameAt + nameLength.value));
  const value = decoder.decode(reader.bytes.subarray(valueAt, valueAt + Math.max(0, valueLength.value)));
  if (name === correlationHeader) reader.noteId(value);
  const says = name.startsWith('kafka_')
    ? 'How Nest knows whose answer it is, and where to send it.'
    : 'A header, after its lengths.';
  reader.take(valueAt + Math.max(0, valueLength.value) - reader.at, { name: `header ${name}`, says }, value);
}

function varint(reader: FieldReader, names: Names): number {
  const read = peekVarint(reader, reader.at) ?? reader.fail();
  reader.take(read.bytes, names, String(read.value));
  return read.value;
}

function peekVarint({ bytes, end }: FieldReader, from: number): { value: number; bytes: number } | undefined {
  let raw = 0;
  for (let count = 1; count <= 7; count += 1) {
    const byte = from + count - 1 < end ? bytes[from + count - 1] : undefined;
    if (byte === undefined) return undefined;
    raw += (byte & 127) * 128 ** (count - 1);
    // Zigzag: even numbers are the positive ones.
    if (byte < 128) return { value: raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2, bytes: count };
  }
  return undefined;
}
