/** MQTT 3.1.1 and 5: a byte that says what the packet is, how long the rest is, and the rest. */
import { explained, type FieldReader } from './fieldReader.ts';
import { textOf, type FrameReader, type Leg } from './frame.ts';
import { readPacket } from './packetFields.ts';

const types = [
  undefined,
  'CONNECT',
  'CONNACK',
  'PUBLISH',
  'PUBACK',
  'PUBREC',
  'PUBREL',
  'PUBCOMP',
  'SUBSCRIBE',
  'SUBACK',
  'UNSUBSCRIBE',
  'UNSUBACK',
  'PINGREQ',
  'PINGRESP',
  'DISCONNECT',
  'AUTH',
] as const;

const typeAt = (bytes: Uint8Array, at: number): (typeof types)[number] => types[(bytes[at] ?? 0) >> 4];

/** The flags that the standard prescribes for every type but PUBLISH. */
const flagsFit = (bytes: Uint8Array, at: number): boolean => {
  const byte = bytes[at] ?? 0;
  const type = typeAt(bytes, at);
  if (type === undefined) return false;
  if (type === 'PUBLISH') return (byte & 6) !== 6;
  return (byte & 15) === (type === 'PUBREL' || type === 'SUBSCRIBE' || type === 'UNSUBSCRIBE' ? 2 : 0);
};

/** The number that begins here, seven bits to a byte, and how many bytes it takes. */
function varint(bytes: Uint8Array, at: number): { value: number; length: number } | undefined {
  let value = 0;
  for (let length = 1; length <= 4; length += 1) {
    const byte = bytes[at + length - 1];
    if (byte === undefined) return undefined;
    value += (byte & 127) * 128 ** (length - 1);
    if (byte < 128) return { value, length };
  }
  return undefined;
}

const lengthAt = (bytes: Uint8Array, at: number): number | undefined => {
  const rest = varint(bytes, at + 1);
  return rest === undefined ? undefined : 1 + rest.length + rest.value;
};

export function mqttReader(): FrameReader {
  // What the client asked for; without its CONNECT it is the one that Nest's client asks for.
  let level = 4;
  return {
    mayStart: flagsFit,
    lengthAt,
    next: (bytes, at, leg) => {
      const whole = flagsFit(bytes, at) ? lengthAt(bytes, at) : undefined;
      const isWhole = whole !== undefined && at + whole <= bytes.length;
      const length = isWhole ? whole : bytes.length - at;
      if (leg === 'request' && typeAt(bytes, at) === 'CONNECT' && textOf(bytes, at, 12).includes('MQTT')) {
        const rest = varint(bytes, at + 1)?.length ?? 1;
        level = bytes[at + 1 + rest + 6] ?? level;
      }
      const now = level;
      return {
        at,
        length,
        isWhole,
        explain: () => explained(bytes, { at, length }, (reader) => read(reader, { leg, isFive: now === 5 })),
      };
    },
  };
}

interface Version {
  leg: Leg;
  isFive: boolean;
}

const packetId = { name: 'packet id', says: 'Tells this message from others that are still to be acknowledged.' };

function read(reader: FieldReader, version: Version): string {
  if (!flagsFit(reader.bytes, reader.at)) reader.fail();
  const type = typeAt(reader.bytes, reader.at) ?? reader.fail();
  const flags = (reader.bytes[reader.at] ?? 0) & 15;
  const qos = (flags >> 1) & 3;
  const about =
    type === 'PUBLISH' ? `${flags & 8 ? ', again (DUP)' : ''}, QoS ${qos}${flags & 1 ? ', retained' : ''}` : '';
  reader.take(
    1,
    { name: 'type and flags', says: 'What this packet is, in four bits, and flags in the other four.' },
    `${type}${about}`,
  );
  readVarint(reader, { name: 'remaining length', says: 'How many bytes follow, seven bits to a byte.' });
  switch (type) {
    case 'PUBLISH': {
      const topic = readText(reader, {
        name: 'topic',
        says: 'Whom it is for: Nest uses the pattern, and “pattern/reply” for answers.',
      });
      if (qos > 0) reader.uint(2, packetId);
      readProperties(reader, version);
      readPacket(reader, reader.left, {
        name: 'packet',
        says: 'What is published: the packet of @nestjs/microservices as JSON.',
      });
      return `${type} ${topic}`;
    }
    case 'CONNECT':
      readConnect(reader, version);
      return type;
    case 'CONNACK':
      reader.uint(1, { name: 'session present', says: '1: the broker still knows this client.' });
      reader.uint(1, { name: 'return code', says: '0: accepted.' });
      readProperties(reader, version);
      return type;
    case 'SUBSCRIBE':
    case 'UNSUBSCRIBE': {
      reader.uint(2, packetId);
      readProperties(reader, version);
      const topics: string[] = [];
      while (reader.left > 0) {
        topics.push(
          readText(reader, {
            name: 'topic filter',
            says: '+ is one level, # all that follow; $share/group/… is shared.',
          }),
        );
        if (type === 'SUBSCRIBE') reader.uint(1, { name: 'options', says: 'The highest QoS that is wanted.' });
      }
      return `${type} ${topics.join(' ')}`;
    }
    case 'SUBACK':
    case 'UNSUBACK':
      reader.uint(2, packetId);
      readProperties(reader, version);
      while (reader.left > 0) reader.uint(1, { name: 'code', says: 'The QoS that is granted; 128 and more: refused.' });
      return type;
    case 'PUBACK':
    case 'PUBREC':
    case 'PUBREL':
    case 'PUBCOMP':
      reader.uint(2, packetId);
      if (reader.left > 0) reader.uint(1, { name: 'reason', says: '0: it went well.' });
      if (reader.left > 0) readProperties(reader, version);
      return type;
    case 'PINGREQ':
    case 'PINGRESP':
      return type;
    case 'DISCONNECT':
    case 'AUTH':
      if (reader.left > 0) reader.uint(1, { name: 'reason', says: '0: it went well.' });
      if (reader.left > 0) readProperties(reader, version);
      return type;
  }
}

function readConnect(reader: FieldReader, version: Version): void {
  readText(reader, { name: 'protocol', says: 'MQTT.' });
  reader.uint(1, { name: 'level', says: '4 is MQTT 3.1.1, 5 is MQTT 5.' });
  const flags = reader.uint(1, {
    name: 'flags',
    says: 'Whether a will, a user name and a password follow, and whether the session begins anew.',
  });
  reader.uint(2, { name: 'keep alive', says: 'The client says something at least this often, in seconds.' });
  readProperties(reader, version);
  readText(reader, { name: 'client id', says: 'Who this is; two with one id throw each other out.' });
  if ((flags & 4) !== 0) {
    readProperties(reader, version);
    readText(reader, { name: 'will topic', says: 'Where the broker publishes when this client is lost.' });
    readText(reader, { name: 'will', says: 'What it publishes then.' });
  }
  if ((flags & 128) !== 0) readText(reader, { name: 'user name', says: 'Who wants to connect.' });
  if ((flags & 64) !== 0) {
    const length = reader.uint(2, { name: 'length of password', says: 'In bytes.' });
    reader.take(length, { name: 'password', says: 'Not shown here, though the bytes hold it.', show: () => '•••' });
  }
}

function readProperties(reader: FieldReader, { isFive }: Version): void {
  if (!isFive || reader.left === 0) return;
  const length = readVarint(reader, {
    name: 'length of properties',
    says: 'MQTT 5: how many bytes of properties follow.',
  });
  reader.take(length, { name: 'properties', says: 'Of MQTT 5: settings and what users add.' });
}

function readVarint(reader: FieldReader, names: { name: string; says: string }): number {
  const read = varint(reader.bytes, reader.at) ?? reader.fail();
  reader.take(read.length, names, String(read.value));
  return read.value;
}

function readText(reader: FieldReader, names: { name: string; says: string }): string {
  const length = reader.uint(2, { name: `length of ${names.name}`, says: 'In bytes; the text follows.' });
  return reader.take(length, names);
}
