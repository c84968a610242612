// One line of the journal: four bytes for its length, one for its kind, and what it says.
import { Reader } from '../wire/reader.ts';
import { Writer } from '../wire/writer.ts';
import { ProtocolError } from '../wire/protocolError.ts';

export type Entry =
  /** `starts`: the offset that each partition begins at. */
  | { readonly kind: 'topic'; readonly name: string; readonly starts: readonly number[] }
  | { readonly kind: 'grown'; readonly name: string; readonly partitions: number }
  | { readonly kind: 'deleted'; readonly name: string }
  | { readonly kind: 'batch'; readonly topic: string; readonly partition: number; readonly bytes: Buffer }
  | {
      readonly kind: 'offset';
      readonly group: string;
      readonly topic: string;
      readonly partition: number;
      readonly offset: number;
      readonly metadata: string | undefined;
    };

const kinds = { topic: 1, grown: 2, deleted: 3, batch: 4, offset: 5 } as const;

export function writeEntry(entry: Entry): Buffer {
  const body = new Writer().int32(0).int8(kinds[entry.kind]);
  writeBody(body, entry);
  const bytes = body.done();
  bytes.writeInt32BE(bytes.length - 4, 0);
  return bytes;
}

function writeBody(body: Writer, entry: Entry): Writer {
  switch (entry.kind) {
    case 'topic':
      return body.string(entry.name).array(entry.starts, (start) => body.int64(start));
    case 'grown':
      return body.string(entry.name).int32(entry.partitions);
    case 'deleted':
      return body.string(entry.name);
    case 'batch':
      return body.string(entry.topic).int32(entry.partition).bytes(entry.bytes);
    case 'offset':
      return body
        .string(entry.group)
        .string(entry.topic)
        .int32(entry.partition)
        .int64(entry.offset)
        .string(entry.metadata);
  }
}

/** All whole entries; one that a kill has cut off in the middle is left out. */
export function* readEntries(bytes: Buffer): Generator<Entry> {
  let at = 0;
  while (at + 4 <= bytes.length) {
    const end = at + 4 + bytes.readInt32BE(at);
    if (end > bytes.length || end <= at) return;
    const entry = readEntry(bytes.subarray(at + 4, end));
    if (entry === undefined) return;
    yield entry;
    at = end;
  }
}

function readEntry(bytes: Buffer): Entry | undefined {
  const body = new Reader(bytes);
  try {
    switch (body.int8()) {
      case kinds.topic:
        return { kind: 'topic', name: body.string(), starts: body.array(() => body.int64()) };
      case kinds.grown:
        return { kind: 'grown', name: body.string(), partitions: body.int32() };
      case kinds.deleted:
        return { kind: 'deleted', name: body.string() };
      case kinds.batch:
        return { kind: 'batch', topic: body.string(), partition: body.int32(), bytes: Buffer.from(body.bytes()) };
      case kinds.offset:
        return {
          kind: 'offset',
          group: body.string(),
          topic: body.string(),
          partition: body.int32(),
          offset: body.int64(),
          metadata: body.nullableString(),
        };
      default:
        return undefined;
    }
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}
