import type { FieldReader, Names } from './fieldReader.ts';

/** What @nestjs/microservices writes into a packet: the members of its JSON object. */
const members: Readonly<Record<string, string>> = {
  pattern: 'The pattern: it chooses the handler.',
  data: 'The payload, as the handler gets it.',
  id: 'Made by the caller. The reply carries the same id, so that the caller knows whose answer it is. An event has none.',
  metadata: 'What travels along: traceparent (W3C) holds the ids of the trace and of this very message.',
  response: 'One value of the reply.',
  isDisposed: 'true: nothing more follows, the reply is complete.',
  err: 'What the exception became on its way through Nest’s filters.',
  status: 'How the handler ended.',
};

const unknown = 'A member of the packet that Nest itself does not write.';

/** The packet of Nest that takes the next bytes, member by member; what is no JSON object is one field. */
export function readPacket(reader: FieldReader, length: number, whole: Names): void {
  reader.markPacket(length);
  const starts = length <= reader.left ? memberStarts(reader.bytes, reader.at, reader.at + length) : [];
  const [first] = starts;
  if (first === undefined) {
    reader.take(length, whole);
    return;
  }
  const end = reader.at + length;
  const before = reader.part;
  reader.part ??= whole.name;
  for (const [index, { key }] of starts.entries()) {
    const next = starts[index + 1]?.at ?? end;
    const text = reader.take(next - reader.at, {
      name: key,
      says: Object.hasOwn(members, key) ? (members[key] ?? '') : unknown,
    });
    if (key === 'id') reader.noteId(/^\W*"id"\s*:\s*"([^"\\]{1,200})"/.exec(text)?.[1] ?? '');
  }
  reader.part = before;
}

const quote = 0x22;
const backslash = 0x5c;
const opening = new Set([0x7b, 0x5b]);
const closing = new Set([0x7d, 0x5d]);
const comma = 0x2c;
const maxMembers = 50;

/** Where each member of a JSON object begins; none when it is none. Only looks for where texts, objects and lists end. */
function memberStarts(bytes: Uint8Array, from: number, end: number): { at: number; key: string }[] {
  if (bytes[from] !== 0x7b) return [];
  const starts: { at: number; key: string }[] = [];
  let depth = 0;
  let isKey = false;
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (opening.has(byte)) {
      depth += 1;
      if (depth === 1) isKey = true;
    } else if (closing.has(byte)) depth -= 1;
    else if (byte === comma && depth === 1) isKey = true;
    else if (byte === quote) {
      const close = endOfText(bytes, at, end);
      if (isKey) {
        starts.push({ at, key: new TextDecoder().decode(bytes.subarray(at + 1, close)) });
        isKey = false;
      }
      at = close;
    }
    if (depth === 0 || starts.length >= maxMembers) break;
  }
  return starts;
}

function endOfText(bytes: Uint8Array, from: number, end: number): number {
  let at = from + 1;
  while (at < end && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return at;
}
