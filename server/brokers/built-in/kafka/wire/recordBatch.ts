// A record batch, version 2. Its records stay the bytes that the producer wrote, compressed or not: only the head is read.
//
//   0 base offset · 8 length of the rest · 12 leader epoch · 16 magic · 17 CRC-32C of all that follows ·
//   21 attributes · 23 last offset delta · 27 first timestamp · 35 newest timestamp · 43 producer id · 51 producer epoch ·
//   53 base sequence · 57 number of records · 61 records
import { crc32c } from './crc32c.ts';
import { ProtocolError } from './protocolError.ts';
import { Reader } from './reader.ts';

const headBytes = 61;
const lengthAt = 8;
const bytesBeforeLengthCounts = 12;
const magicAt = 16;
const crcAt = 17;
const attributesAt = 21;
const lastOffsetDeltaAt = 23;
const newestTimestampAt = 35;
const countAt = 57;
const compressionBits = 0b111;
/** Transactional batches and control batches: nobody here could commit them. */
const transactionBits = 0b110000;

export interface RecordBatch {
  readonly bytes: Buffer;
  readonly count: number;
  /** ms since 1970 */
  readonly newestTimestamp: number;
}

export type BatchFault = 'corruptMessage' | 'invalidRecord';

/** The batches of one partition, as a producer sends them; what is wrong with them otherwise. */
export function readBatches(records: Buffer): RecordBatch[] | BatchFault {
  const batches: RecordBatch[] = [];
  let rest = records;
  while (rest.length > 0) {
    const batch = readBatch(rest);
    if (typeof batch === 'string') return batch;
    batches.push(batch);
    rest = rest.subarray(batch.bytes.length);
  }
  return batches.length === 0 ? 'invalidRecord' : batches;
}

function readBatch(bytes: Buffer): RecordBatch | BatchFault {
  if (bytes.length < headBytes) return 'corruptMessage';
  if (bytes.readInt8(magicAt) !== 2) return 'invalidRecord';
  const length = bytes.readInt32BE(lengthAt) + bytesBeforeLengthCounts;
  if (length < headBytes || length > bytes.length) return 'corruptMessage';
  const own = bytes.subarray(0, length);
  if (own.readUInt32BE(crcAt) !== crc32c(own.subarray(attributesAt))) return 'corruptMessage';
  const count = own.readInt32BE(countAt);
  const attributes = own.readInt16BE(attributesAt);
  if (count < 1 || own.readInt32BE(lastOffsetDeltaAt) !== count - 1) return 'invalidRecord';
  if ((attributes & transactionBits) !== 0) return 'invalidRecord';
  if ((attributes & compressionBits) === 0 && !holdsRecords(own.subarray(headBytes), count)) return 'invalidRecord';
  return { bytes: own, count, newestTimestamp: Number(own.readBigInt64BE(newestTimestampAt)) };
}

/** A batch that lies about its records would break every consumer of the partition, for as long as it is kept. */
function holdsRecords(bytes: Buffer, count: number): boolean {
  const reader = new Reader(bytes);
  try {
    for (let index = 0; index < count; index += 1) skipRecord(new Reader(reader.take(reader.varint())));
    return reader.left === 0;
  } catch (error) {
    if (error instanceof ProtocolError) return false;
    throw error;
  }
}

function skipRecord(record: Reader): void {
  record.int8();
  skipLongVarint(record);
  record.varint();
  skipValue(record);
  skipValue(record);
  const headers = record.varint();
  for (let index = 0; index < headers; index += 1) {
    record.take(record.varint());
    skipValue(record);
  }
  if (record.left > 0) throw new ProtocolError('a record has bytes behind its end');
}

function skipValue(record: Reader): void {
  const length = record.varint();
  if (length >= 0) record.take(length);
}

/** Of up to 64 bits: only its end is of interest. */
function skipLongVarint(record: Reader): void {
  for (let index = 0; index < 10; index += 1) if (record.int8() >= 0) return;
  throw new ProtocolError('a number is longer than ten bytes');
}

/** A batch gets its place in the log. The CRC does not cover these bytes. */
export function placeBatch(bytes: Buffer, baseOffset: number): void {
  bytes.writeBigInt64BE(BigInt(baseOffset), 0);
}

export const baseOffsetOf = (bytes: Buffer): number => Number(bytes.readBigInt64BE(0));
