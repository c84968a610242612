/** RESP, the protocol of Redis (2 and 3): each value begins with a character that says what it is, each line ends in \r\n. */
import { explained, type FieldReader } from './fieldReader.ts';
import { indexOfText, textOf, type FrameReader, type Leg } from './frame.ts';
import { readPacket } from './packetFields.ts';

const lineTypes = '+-:_#,(';
const textTypes = '$!=';
const listTypes = '*~>%|';
const allTypes = lineTypes + textTypes + listTypes;
const maxDepth = 16;

export const respReader = (): FrameReader => ({
  mayStart: (bytes, at) => {
    const head = headAt(bytes, at);
    return head !== undefined && allTypes.includes(head.type);
  },
  next: (bytes, at, leg) => {
    const end = endOf(bytes, at, 0);
    const length = (end ?? bytes.length) - at;
    return {
      at,
      length,
      isWhole: end !== undefined,
      explain: () => explained(bytes, { at, length }, (reader) => readValue(reader, leg)),
    };
  },
});

interface Head {
  type: string;
  /** Where the value's own bytes begin. */
  next: number;
  text: string;
}

function headAt(bytes: Uint8Array, at: number): Head | undefined {
  const end = indexOfText(bytes, '\r\n', { from: at });
  if (end <= at) return undefined;
  const type = String.fromCharCode(bytes[at] ?? 0);
  const isLength = (textTypes + listTypes).includes(type);
  if (isLength && end - at > 12) return undefined;
  const text = textOf(bytes, at + 1, end - at - 1);
  return isLength && !/^-?\d+$/.test(text) ? undefined : { type, next: end + 2, text };
}

/** Where the value ends; undefined when that is not there, or this is no value. */
function endOf(bytes: Uint8Array, at: number, depth: number): number | undefined {
  const head = headAt(bytes, at);
  if (head === undefined || depth > maxDepth || !allTypes.includes(head.type)) return undefined;
  const { type, next, text } = head;
  if (lineTypes.includes(type)) return next;
  if (textTypes.includes(type)) {
    const end = Number(text) < 0 ? next : next + Number(text) + 2;
    return end <= bytes.length ? end : undefined;
  }
  let end: number | undefined = next;
  for (let left = countOf(head); left > 0 && end !== undefined; left -= 1) end = endOf(bytes, end, depth + 1);
  return end;
}

const countOf = ({ type, text }: Head): number => Math.max(0, Number(text)) * (type === '%' || type === '|' ? 2 : 1);

function readValue(reader: FieldReader, leg: Leg): string {
  const head = headAt(reader.bytes, reader.at);
  if (head === undefined) reader.fail();
  if (!listTypes.includes(head.type)) {
    const text = readPlain(reader, { name: leg === 'reply' ? 'reply' : 'command', says: 'The answer to a command.' });
    return text === undefined ? 'nothing' : `${head.type}${text}`;
  }
  const count = countOf(head);
  takeHead(reader, head, { name: 'array', says: `${count} values follow. A command, too, is an array of texts.` });
  const said: string[] = [];
  const names = namesOf(reader.bytes, reader.at, leg);
  for (let index = 0; index < count; index += 1) said.push(readMember(reader, names[index] ?? names.at(-1), 0));
  const [word = '', about = ''] = said;
  return `${leg === 'request' ? word.toUpperCase() : word} ${about}`.trimEnd();
}

type Naming = { name: string; says: string; isPacket?: true };

/** What the texts of a command, or of a pushed message, are. */
function namesOf(bytes: Uint8Array, at: number, leg: Leg): Naming[] {
  const head = headAt(bytes, at);
  const word = head === undefined ? '' : textOf(bytes, head.next, Math.min(Number(head.text), 20)).toLowerCase();
  const channel = {
    name: 'channel',
    says: 'The channel. Nest subscribes to one per pattern, and to “pattern.reply” for answers.',
  };
  const packet: Naming = {
    name: 'packet',
    says: 'What is published: the packet of @nestjs/microservices as JSON.',
    isPacket: true,
  };
  if (leg === 'request') {
    const command = { name: 'command', says: 'What Redis shall do.' };
    if (word === 'publish') return [command, channel, packet];
    return [command, { name: 'argument', says: 'What the command is about.' }];
  }
  const kind = { name: 'kind', says: 'What has been pushed: a message, or that a subscription begins or ends.' };
  if (word === 'message') return [kind, channel, packet];
  if (word === 'pmessage')
    return [kind, { name: 'pattern', says: 'The subscription that it matches.' }, channel, packet];
  if (word.includes('subscribe'))
    return [kind, channel, { name: 'count', says: 'To how many channels this client is subscribed.' }];
  return [{ name: 'value', says: 'A value of the answer.' }];
}

function readMember(reader: FieldReader, naming: Naming | undefined, depth: number): string {
  const head = headAt(reader.bytes, reader.at);
  if (head === undefined || depth > maxDepth) reader.fail();
  const { name = 'value', says = '' } = naming ?? {};
  if (!listTypes.includes(head.type)) return readPlain(reader, naming ?? { name, says }) ?? '';
  takeHead(reader, head, { name: 'array', says: `${head.text} values follow.` });
  for (let left = countOf(head); left > 0; left -= 1) readMember(reader, { name, says }, depth + 1);
  return '';
}

const typeNames: Readonly<Record<string, string>> = {
  '+': 'A short text.',
  '-': 'An error.',
  ':': 'A number. After PUBLISH: how many subscribers got the message.',
  _: 'Nothing.',
  '#': 'Whether it is true.',
  ',': 'A number.',
  '(': 'A large number.',
};

/** @returns its text; undefined when it is nothing */
function readPlain(reader: FieldReader, { name, says, isPacket }: Naming): string | undefined {
  const head = headAt(reader.bytes, reader.at);
  if (head === undefined) return reader.fail();
  if (!textTypes.includes(head.type)) {
    takeHead(reader, head, { name, says: typeNames[head.type] ?? says });
    return head.text;
  }
  const length = Number(head.text);
  takeHead(reader, head, {
    name: `length of ${name}`,
    says: length < 0 ? 'Nothing: there is no text.' : 'In bytes; the text follows.',
  });
  if (length < 0) return undefined;
  const text = textOf(reader.bytes, reader.at, Math.min(length, 200));
  if (isPacket === true) readPacket(reader, length, { name, says });
  else reader.take(length, { name, says });
  reader.take(2, { name: 'end', says: 'Ends the text.', show: () => '\\r\\n' });
  return text;
}

const takeHead = (reader: FieldReader, head: Head, names: { name: string; says: string }): string =>
  reader.take(head.next - reader.at, { ...names, show: (line) => line.trimEnd() });
