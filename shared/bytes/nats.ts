/** The text protocol of NATS: a line, and after some of them a payload as long as the line says. */
import { explained, type FieldReader } from './fieldReader.ts';
import { indexOfText, textOf, type FrameReader } from './frame.ts';
import { readPacket } from './packetFields.ts';

const verbs = /^(INFO|CONNECT|PUB|HPUB|SUB|UNSUB|MSG|HMSG|PING|PONG|\+OK|-ERR)( |\r\n|\t)/i;
const longestVerb = 8;
const maxLine = 65_536;

export const natsReader = (): FrameReader => ({
  mayStart: (bytes, at) => verbs.test(textOf(bytes, at, longestVerb + 1)),
  lengthAt: (bytes, at) => lineAt(bytes, at)?.length,
  next: (bytes, at) => {
    const line = lineAt(bytes, at);
    const isWhole = line !== undefined && at + line.length <= bytes.length;
    const length = isWhole ? line.length : bytes.length - at;
    return {
      at,
      length,
      isWhole,
      explain: () =>
        explained(bytes, { at, length }, (reader) => (line === undefined ? reader.fail() : read(reader, line))),
    };
  },
});

interface Line {
  /** Without its end. */
  text: string;
  /** In bytes, without its end. */
  bytes: number;
  verb: string;
  words: readonly string[];
  /** Of the headers, of headers and payload together; none where no payload follows. */
  payload?: { headers: number; all: number };
  /** Of the whole frame. */
  length: number;
}

function lineAt(bytes: Uint8Array, at: number): Line | undefined {
  if (!verbs.test(textOf(bytes, at, longestVerb + 1))) return undefined;
  const end = indexOfText(bytes, '\r\n', { from: at, end: at + maxLine });
  if (end < 0) return undefined;
  const text = textOf(bytes, at, end - at);
  const [verb = '', ...words] = text.split(/[ \t]+/);
  const line = { text, bytes: end - at, verb: verb.toUpperCase(), words, length: end + 2 - at };
  const sizes = words.slice(-2).map(Number);
  const all = sizes.at(-1) ?? Number.NaN;
  if (!/^H?(PUB|MSG)$/.test(line.verb) || !Number.isSafeInteger(all) || all < 0) return line;
  const headers = line.verb.startsWith('H') ? (sizes[0] ?? 0) : 0;
  if (!Number.isSafeInteger(headers) || headers < 0 || headers > all) return line;
  return { ...line, payload: { headers, all }, length: line.length + all + 2 };
}

const says: Readonly<Record<string, string>> = {
  PUB: 'A client publishes a message.',
  HPUB: 'A client publishes a message with headers.',
  MSG: 'The server delivers a message.',
  HMSG: 'The server delivers a message with headers.',
  SUB: 'A client subscribes.',
  UNSUB: 'A subscription ends.',
  INFO: 'The server tells what it is and can do.',
  CONNECT: 'The client tells what it is and wants.',
  PING: 'Are you there?',
  PONG: 'I am.',
};

const subject = { name: 'subject', says: 'Whom it is for: Nest uses the pattern.' };
const replyTo = {
  name: 'reply to',
  says: 'Where the answer is to be published: an inbox that only this caller listens to.',
};
const sid = { name: 'sid', says: 'The number of the subscription, chosen by the client.' };
const headerBytes = { name: 'header length', says: 'How many bytes the headers take.' };
const allBytes = { name: 'length', says: 'How many bytes follow.' };
const queue = { name: 'queue', says: 'Of all in this group only one gets each message.' };

/** What the words of a line are, by how many there are. */
function namesOf({ verb, words }: Line): { name: string; says: string }[] {
  const isLong = (short: number): boolean => words.length > short;
  switch (verb) {
    case 'PUB':
      return [subject, ...(isLong(2) ? [replyTo] : []), allBytes];
    case 'HPUB':
      return [subject, ...(isLong(3) ? [replyTo] : []), headerBytes, allBytes];
    case 'MSG':
      return [subject, sid, ...(isLong(3) ? [replyTo] : []), allBytes];
    case 'HMSG':
      return [subject, sid, ...(isLong(4) ? [replyTo] : []), headerBytes, allBytes];
    case 'SUB':
      return [subject, ...(isLong(2) ? [queue] : []), sid];
    case 'UNSUB':
      return [sid, { name: 'after', says: 'It ends after so many messages.' }];
    default:
      return [];
  }
}

const bytesIn = (text: string): number => new TextEncoder().encode(text).length;

function read(reader: FieldReader, line: Line): string {
  const { verb, words, payload, text } = line;
  const names = namesOf(line);
  const lineEnd = reader.at + line.bytes;
  if (names.length === 0 && words.length > 0) {
    reader.take(bytesIn(verb) + 1, { name: 'verb', says: says[verb] ?? 'What this line is.', show: () => verb });
    reader.take(lineEnd - reader.at + 2, { name: 'options', says: 'What goes with it.', show: (all) => all.trimEnd() });
    return verb;
  }
  let left = text;
  for (const [index, word] of [text.split(/[ \t]+/, 1)[0] ?? '', ...words].entries()) {
    const blank = /^[ \t]*/.exec(left.slice(word.length))?.[0].length ?? 0;
    const isLast = reader.at + bytesIn(word) + blank >= lineEnd;
    const naming = index === 0 ? { name: 'verb', says: says[verb] ?? 'What this line is.' } : names[index - 1];
    // Each word with what separates it from the next.
    reader.take(isLast ? lineEnd + 2 - reader.at : bytesIn(word) + blank, {
      ...(naming ?? { name: 'word', says: '' }),
      show: () => word,
    });
    left = left.slice(word.length + blank);
  }
  if (reader.at < lineEnd) reader.take(lineEnd + 2 - reader.at, { name: 'end', says: 'Ends the line.' });
  if (payload !== undefined) {
    if (payload.headers > 0) readHeaders(reader, reader.at + payload.headers);
    readPacket(reader, payload.all - payload.headers, {
      name: 'packet',
      says: 'What is published: the packet of @nestjs/microservices as JSON.',
    });
    reader.take(2, { name: 'end', says: 'Ends the payload.', show: () => '\\r\\n' });
  }
  return `${verb} ${words[0] ?? ''}`.trimEnd();
}

function readHeaders(reader: FieldReader, end: number): void {
  reader.part = 'headers';
  while (reader.at < end) {
    const lineEnd = indexOfText(reader.bytes, '\r\n', { from: reader.at, end });
    const stop = lineEnd < 0 ? end : lineEnd + 2;
    const line = textOf(reader.bytes, reader.at, stop - reader.at).trimEnd();
    const name =
      line === '' ? 'empty line' : line.startsWith('NATS/') ? 'version' : (line.split(':', 1)[0] ?? 'header');
    const text =
      line === ''
        ? 'Ends the headers.'
        : line.startsWith('NATS/')
          ? 'The format of the headers.'
          : 'A header, for clients that know nothing of Nest.';
    reader.take(stop - reader.at, { name, says: text, show: () => (line === '' ? '\\r\\n' : line) });
  }
  reader.part = undefined;
}
