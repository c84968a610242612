import { crc32c } from './crc32c.ts';
import { Writer } from './writer.ts';

const bytesBeforeChecksum = 17;
const bytesBeforeLengthCounts = 12;

/** For tests: a batch as a producer writes it. `count` makes it lie. */
export function testBatch(values: readonly string[], { count = values.length } = {}): Buffer {
  const body = new Writer()
    .int16(0)
    .int32(count - 1)
    .int64(1000)
    .int64(1000)
    .int64(-1)
    .int16(-1)
    .int32(-1)
    .int32(count);
  for (const [index, value] of values.entries()) {
    const text = Buffer.from(value);
    const record = new Writer()
      .int8(0)
      .varint(0)
      .varint(index)
      .varint(-1)
      .varint(text.length)
      .raw(text)
      .varint(0)
      .done();
    body.varint(record.length).raw(record);
  }
  const checked = body.done();
  const length = bytesBeforeChecksum + 4 + checked.length - bytesBeforeLengthCounts;
  return new Writer().int64(0).int32(length).int32(-1).int8(2).uint32(crc32c(checked)).raw(checked).done();
}
