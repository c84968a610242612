import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32c } from './crc32c.ts';
import { Frames } from './frames.ts';
import { ProtocolError } from './protocolError.ts';
import { Reader } from './reader.ts';
import { placeBatch, readBatches } from './recordBatch.ts';
import { testBatch } from './testBatch.ts';
import { Writer } from './writer.ts';

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

describe('the primitive types of Kafka', () => {
  it('come back as they were written, however much is written', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(int32, fc.string(), fc.maxSafeInteger())), (rows) => {
        const writer = new Writer();
        writer.array(rows, ([number, text, long]) => {
          writer.int32(number).string(text).int64(long).varint(number).bytes(Buffer.from(text)).string(undefined);
        });
        const reader = new Reader(writer.done());
        const read = reader.array(() => [
          reader.int32(),
          reader.string(),
          reader.int64(),
          reader.varint(),
          reader.bytes().toString(),
          reader.nullableString(),
        ]);
        expect(read).toEqual(rows.map(([number, text, long]) => [number, text, long, number, text, undefined]));
        expect(reader.left).toBe(0);
      }),
    );
  });

  it('that do not fit are an error of the protocol, never one of Node', () => {
    const reads: ((reader: Reader) => unknown)[] = [
      (reader) => reader.string(),
      (reader) => reader.bytes(),
      (reader) => reader.array(() => reader.int64()),
      (reader) => reader.compactString(),
      (reader) => reader.varint(),
      (reader) => reader.skipTags(),
    ];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(...reads), (bytes, read) => {
        try {
          read(new Reader(Buffer.from(bytes)));
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
    );
  });
});

describe('requests', () => {
  it('are whole, however the bytes arrive', () => {
    const frame = Buffer.concat([Buffer.from([0, 0, 0, 9]), Buffer.from('too short')]);
    const frames = new Frames(100);
    const found: string[] = [];
    for (const byte of Buffer.concat([frame, frame])) {
      frames.push(Buffer.from([byte]));
      const next = frames.next();
      if (next !== undefined) found.push(next.toString());
    }
    expect(found).toEqual(['too short', 'too short']);
  });

  it.each([
    ['GET / HTTP/1.1', 'of another protocol'],
    ['\x00\x00\x00\x01', 'that are too short'],
    ['\x7f\xff\xff\xff', 'that are too long'],
    ['\xff\xff\xff\xff', 'of less than nothing'],
  ])('%j, %s, are refused by their first four bytes', (bytes) => {
    const frames = new Frames(1000);
    frames.push(Buffer.from(bytes, 'latin1'));
    expect(() => frames.next()).toThrow(ProtocolError);
  });
});

describe('a record batch', () => {
  it('has the checksum that others compute', () => {
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
  });

  it('is read by its head, one after the other', () => {
    const bytes = Buffer.concat([testBatch(['a', 'b']), testBatch(['c'])]);
    const batches = readBatches(bytes);
    expect(typeof batches === 'string' ? batches : batches.map(({ count }) => count)).toEqual([2, 1]);
  });

  it('may be placed in the log without a new checksum', () => {
    const bytes = testBatch(['a']);
    placeBatch(bytes, 77);
    expect(readBatches(bytes)).toMatchObject([{ count: 1 }]);
  });

  it('with any byte changed behind its place is refused', () => {
    const bytes = testBatch(['hello', 'world']);
    for (let at = 16; at < bytes.length; at += 1) {
      const broken = Buffer.from(bytes);
      broken.writeUInt8(broken.readUInt8(at) ^ 1, at);
      expect([at, typeof readBatches(broken)]).toEqual([at, 'string']);
    }
    expect(readBatches(bytes.subarray(0, -1))).toBe('corruptMessage');
    expect(readBatches(Buffer.alloc(0))).toBe('invalidRecord');
  });

  it('that lies about how many records it holds is refused', () => {
    expect(readBatches(testBatch(['a'], { count: 2 }))).toBe('invalidRecord');
    expect(readBatches(testBatch(['a', 'b'], { count: 1 }))).toBe('invalidRecord');
  });
});
