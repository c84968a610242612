/**
 * AMQP 0-9-1. A frame is a type, a channel, a size, a payload and 0xCE. A message takes several of them on its channel:
 *
 *   method (basic.publish, basic.deliver) ─▶ header (size, properties) ─▶ body, as many as it needs
 */
import { amqpMethod, amqpProperties, amqpSays, carriesMessage, type AmqpArgument } from './amqpMethods.ts';
import { explained, type FieldReader } from './fieldReader.ts';
import { textOf, type FrameReader, type Leg } from './frame.ts';
import { readPacket } from './packetFields.ts';

const types: Readonly<Record<number, string>> = { 1: 'method', 2: 'header', 3: 'body', 8: 'heartbeat' };
const frameEnd = 0xce;
const maxFrameBytes = 1 << 24;

export function amqpReader(): FrameReader {
  /** By leg and channel: the message that is being sent. */
  const messages = new Map<string, string>();
  let count = 0;

  const groupOf = (bytes: Uint8Array, at: number, leg: Leg): string | undefined => {
    const channel = `${leg} ${uint(bytes, at + 1, 2)}`;
    if (bytes[at] === 1) {
      const method = amqpMethod(uint(bytes, at + 7, 2), uint(bytes, at + 9, 2));
      messages.delete(channel);
      if (method === undefined || !carriesMessage(method.name)) return undefined;
      count += 1;
      messages.set(channel, `${channel} ${count}`);
    }
    return bytes[at] === 8 ? undefined : messages.get(channel);
  };

  return {
    mayStart: (bytes, at) => isGreeting(bytes, at) || lengthAt(bytes, at) !== undefined,
    lengthAt,
    next: (bytes, at, leg) => {
      const whole = isGreeting(bytes, at) ? 8 : lengthAt(bytes, at);
      const isWhole = whole !== undefined && at + whole <= bytes.length;
      const length = isWhole ? whole : bytes.length - at;
      const group = isWhole && whole > 8 ? groupOf(bytes, at, leg) : undefined;
      return {
        at,
        length,
        isWhole,
        ...(group === undefined ? {} : { group }),
        explain: () => explained(bytes, { at, length }, read),
      };
    },
  };
}

const isGreeting = (bytes: Uint8Array, at: number): boolean =>
  textOf(bytes, at, 4) === 'AMQP' && at + 8 <= bytes.length;

/** Undefined when it is no frame, or its first seven bytes are not there. */
function lengthAt(bytes: Uint8Array, at: number): number | undefined {
  const type = bytes[at];
  if (type === undefined || types[type] === undefined || at + 7 > bytes.length) return undefined;
  const size = uint(bytes, at + 3, 4);
  if (size > maxFrameBytes) return undefined;
  const end = bytes[at + 7 + size];
  return end === undefined || end === frameEnd ? size + 8 : undefined;
}

function uint(bytes: Uint8Array, at: number, length: number): number {
  let number = 0;
  for (let place = 0; place < length; place += 1) number = number * 256 + (bytes[at + place] ?? 0);
  return number;
}

function read(reader: FieldReader): string {
  if (isGreeting(reader.bytes, reader.at)) {
    reader.take(4, { name: 'AMQP', says: 'The client greets with the name of the protocol.' });
    reader.opaque(4, { name: 'version', says: '0, then 0-9-1.' });
    return 'AMQP 0-9-1';
  }
  const type = reader.peekUint(1);
  const kind = types[type] ?? reader.fail();
  reader.take(1, { name: 'type', says: '1 method, 2 header, 3 body, 8 heartbeat.' }, `${type} ${kind}`);
  const channel = reader.uint(2, {
    name: 'channel',
    says: 'One of many conversations on this connection; 0 is the connection itself.',
  });
  const size = reader.uint(4, { name: 'size', says: 'How many bytes of payload follow.' });
  const end = reader.at + size;
  const name = readPayload(reader, { kind, end });
  if (reader.at < end) reader.opaque(end - reader.at, { name: 'payload', says: 'The rest of the payload.' });
  reader.opaque(1, { name: 'frame end', says: 'Always ce: were it anything else, somebody would have miscounted.' });
  return `${name} on channel ${channel}`;
}

function readPayload(reader: FieldReader, { kind, end }: { kind: string; end: number }): string {
  switch (kind) {
    case 'method':
      return readMethod(reader);
    case 'header':
      return readHeader(reader);
    case 'body':
      readPacket(reader, end - reader.at, {
        name: 'packet',
        says: 'The body of the message: the packet of @nestjs/microservices as JSON.',
      });
      return 'body';
    default:
      return kind;
  }
}

function readMethod(reader: FieldReader): string {
  const [classId, methodId] = [reader.peekUint(2), reader.peekUint(2, 2)];
  const method = amqpMethod(classId, methodId);
  const [className = '', methodName = ''] = (method?.name ?? `class ${classId}.method ${methodId}`).split('.');
  reader.take(2, { name: 'class', says: 'What the method belongs to.' }, `${classId} ${className}`);
  reader.take(2, { name: 'method', says: 'What is asked for or told.' }, `${methodId} ${methodName}`);
  let bits: string[] = [];
  const flush = (): void => {
    if (bits.length === 0) return;
    const octet = reader.peekUint(1);
    const said = bits.map((bit, place) => `${bit}=${(octet >> place) & 1}`).join(' ');
    reader.take(1, { name: bits.join(', '), says: 'Bits that stand side by side share an octet.' }, said);
    bits = [];
  };
  for (const argument of method?.args ?? []) {
    if (argument.type === 'b') {
      bits.push(argument.name);
      continue;
    }
    flush();
    readArgument(reader, argument);
  }
  flush();
  return method?.name ?? `method ${classId}.${methodId}`;
}

function readHeader(reader: FieldReader): string {
  reader.uint(2, { name: 'class', says: '60: basic.' });
  reader.uint(2, { name: 'weight', says: 'Not used: 0.' });
  const bodyBytes = reader.uint(8, { name: 'body size', says: 'How many bytes the body has, in all of its frames.' });
  const flags = reader.peekUint(2);
  const there = amqpProperties.filter((_property, place) => (flags & (0x8000 >> place)) !== 0);
  reader.take(
    2,
    { name: 'property flags', says: 'One bit for each property that follows.' },
    there.map(({ name }) => name).join(', ') || 'none',
  );
  reader.part = 'properties';
  for (const property of there) readArgument(reader, property);
  reader.part = undefined;
  return `header, ${bodyBytes} bytes of body`;
}

function readArgument(reader: FieldReader, { type, name }: AmqpArgument): void {
  const names = { name, says: amqpSays(name) };
  const length = { name: `length of ${name}`, says: 'In bytes; it follows.' };
  switch (type) {
    case 'o':
      reader.uint(1, names);
      return;
    case 's':
      reader.uint(2, names);
      return;
    case 'l':
      reader.uint(4, names);
      return;
    case 'L':
      reader.uint(8, names);
      return;
    case 't': {
      const text = reader.take(reader.uint(1, length), names);
      if (name === 'correlation-id') reader.noteId(text);
      return;
    }
    case 'T':
      reader.take(reader.uint(4, length), names);
      return;
    case 'm':
      readTable(reader, name);
      return;
    default:
      reader.fail();
  }
}

/** Its entries are named, and what they hold where it is a text. */
function readTable(reader: FieldReader, name: string): void {
  const size = reader.uint(4, { name: `length of ${name}`, says: 'In bytes; a table of names and values follows.' });
  const end = reader.at + size;
  if (end > reader.end) reader.fail();
  const before = reader.part;
  reader.part = name;
  while (reader.at < end) {
    const length = reader.peekUint(1);
    const key = textOf(reader.bytes, reader.at + 1, length);
    reader.take(1 + length, { name: 'key', says: 'A name, after its length.' }, key);
    const type = String.fromCharCode(reader.peekUint(1));
    const bytes = 1 + valueBytes(reader, type);
    const isText = type === 'S' || type === 'x';
    const text = isText ? textOf(reader.bytes, reader.at + 5, bytes - 5) : `${type} of ${bytes - 1} bytes`;
    reader.take(
      bytes,
      { name: key, says: isText ? 'S, the length, and the text.' : 'A letter for its type, and the value.' },
      text,
    );
  }
  reader.part = before;
}

const fixed: Readonly<Record<string, number>> = {
  t: 1,
  b: 1,
  B: 1,
  s: 2,
  u: 2,
  I: 4,
  i: 4,
  f: 4,
  l: 8,
  L: 8,
  d: 8,
  T: 8,
  D: 5,
  V: 0,
};

function valueBytes(reader: FieldReader, type: string): number {
  return fixed[type] ?? ('SxAF'.includes(type) ? 4 + reader.peekUint(4, 1) : reader.fail());
}
