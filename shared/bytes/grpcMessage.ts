import type { FieldReader, Names } from './fieldReader.ts';

/** A message of gRPC: whether it is compressed, its length, and what protobuf made of it; as far as it goes in this frame. */
export function readGrpcMessage(reader: FieldReader, end: number): void {
  reader.part = 'gRPC message';
  const compressed = reader.uint(1, { name: 'compressed', says: '0: as it is.' });
  const length = reader.uint(4, { name: 'length', says: 'How many bytes the message has.' });
  // Of what a frame announces not all may be kept.
  const here = Math.min(length, end - reader.at, reader.left);
  reader.markPacket(here);
  const stop = reader.at + here;
  if (compressed === 0 && here === length) while (reader.at < stop && readField(reader, stop));
  if (reader.at < stop) reader.opaque(stop - reader.at, { name: 'message', says: 'What protobuf made of it.' });
  reader.part = undefined;
}

const wireTypes = ['a number, seven bits to a byte', 'eight bytes', 'a length and as many bytes', '', '', 'four bytes'];

/** One field of protobuf: its number and type, and its value. False when this is none. */
function readField(reader: FieldReader, end: number): boolean {
  const tag = varintAt(reader.bytes, reader.at, end);
  if (tag === undefined) return false;
  const number = Math.floor(tag.value / 8);
  const valueAt = reader.at + tag.bytes;
  const size = sizeOf(reader.bytes, { wireType: tag.value % 8, at: valueAt, end });
  if (size === undefined || number === 0 || valueAt + size.all > end) return false;
  const names: Names = {
    name: `field ${number}`,
    says: `Number ${number} of the .proto file: its tag, and ${wireTypes[tag.value % 8] ?? ''}.`,
  };
  const decoder = new TextDecoder();
  const value = size.value ?? decoder.decode(reader.bytes.subarray(valueAt + size.head, valueAt + size.all));
  reader.take(tag.bytes + size.all, names, value);
  return true;
}

interface Size {
  all: number;
  /** What is before the value itself. */
  head: number;
  value?: string;
}

function sizeOf(
  bytes: Uint8Array,
  { wireType, at, end }: { wireType: number; at: number; end: number },
): Size | undefined {
  const number = varintAt(bytes, at, end);
  switch (wireType) {
    case 0:
      return number && { all: number.bytes, head: 0, value: String(number.value) };
    case 1:
      return at + 8 <= end
        ? { all: 8, head: 0, value: String(new DataView(bytes.buffer, bytes.byteOffset + at, 8).getFloat64(0, true)) }
        : undefined;
    case 2:
      return number && { all: number.bytes + number.value, head: number.bytes };
    case 5:
      return at + 4 <= end
        ? { all: 4, head: 0, value: String(new DataView(bytes.buffer, bytes.byteOffset + at, 4).getFloat32(0, true)) }
        : undefined;
    default:
      return undefined;
  }
}

function varintAt(bytes: Uint8Array, at: number, end: number): { value: number; bytes: number } | undefined {
  let value = 0;
  for (let count = 1; count <= 7 && at + count <= end; count += 1) {
    const byte = bytes[at + count - 1] ?? 0;
    value += (byte & 127) * 128 ** (count - 1);
    if (byte < 128) return { value, bytes: count };
  }
  return undefined;
}
