/** HTTP/1.1 (RFC 9112): a start line, header lines, an empty line, and a body that is as long as the headers say. */
import { explained, type FieldReader } from './fieldReader.ts';
import { indexOfText, textOf, type FrameReader, type Leg } from './frame.ts';
import { readPacket } from './packetFields.ts';

const methods = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT) /;

export const http1Reader = (): FrameReader => ({
  mayStart: (bytes, at) => {
    const text = textOf(bytes, at, 10);
    return text.startsWith('HTTP/1.') || methods.test(text);
  },
  next: (bytes, at, leg) => {
    const shape = shapeOf(bytes, at);
    const length = shape?.length ?? bytes.length - at;
    return {
      at,
      length,
      isWhole: shape !== undefined,
      explain: () =>
        explained(bytes, { at, length }, (reader) => {
          const name = leg === 'request' ? readRequestLine(reader) : readStatusLine(reader);
          while (reader.left > 0 && !isLineEnd(bytes, reader.at)) readHeader(reader, leg);
          reader.take(2, { name: 'empty line', says: 'Ends the headers.', show: () => '\\r\\n' });
          if (reader.left === 0) return name;
          if (shape?.isChunked === true) readChunks(reader);
          else readPacket(reader, reader.left, { name: 'body', says: 'The payload.' });
          return name;
        }),
    };
  },
});

const isLineEnd = (bytes: Uint8Array, at: number): boolean => bytes[at] === 13 && bytes[at + 1] === 10;

/** Undefined when its end is not there. */
function shapeOf(bytes: Uint8Array, at: number): { length: number; isChunked: boolean } | undefined {
  const blank = indexOfText(bytes, '\r\n\r\n', { from: at });
  if (blank < 0) return undefined;
  const head = textOf(bytes, at, blank - at);
  const body = blank + 4;
  if (/^transfer-encoding:.*chunked/im.test(head)) {
    const end = endOfChunks(bytes, body);
    return end === undefined ? undefined : { length: end - at, isChunked: true };
  }
  const declared = Number(/^content-length: *(\d{1,12})\s*$/im.exec(head)?.[1] ?? 0);
  // The answer to HEAD tells a length and has no body.
  const isHeadAnswer = declared > 0 && textOf(bytes, body, 7) === 'HTTP/1.';
  const length = body + (isHeadAnswer ? 0 : declared) - at;
  return at + length > bytes.length ? undefined : { length, isChunked: false };
}

function endOfChunks(bytes: Uint8Array, from: number): number | undefined {
  let at = from;
  for (;;) {
    const lineEnd = indexOfText(bytes, '\r\n', { from: at });
    if (lineEnd < 0) return undefined;
    const size = sizeOf(textOf(bytes, at, Math.min(lineEnd - at, 32)));
    if (size === undefined) return undefined;
    if (size > 0) {
      at = lineEnd + 2 + size + 2;
      if (at > bytes.length) return undefined;
      continue;
    }
    // Trailers, then an empty line.
    if (isLineEnd(bytes, lineEnd + 2)) return lineEnd + 4;
    const end = indexOfText(bytes, '\r\n\r\n', { from: lineEnd + 2 });
    return end < 0 ? undefined : end + 4;
  }
}

const sizeOf = (line: string): number | undefined => {
  const digits = /^[0-9a-f]{1,8}(?=\s*(;|$))/i.exec(line)?.[0];
  return digits === undefined ? undefined : Number.parseInt(digits, 16);
};

/** Of the line that begins here, without its end. */
function lineLength(reader: FieldReader): number {
  const end = indexOfText(reader.bytes, '\r\n', { from: reader.at, end: reader.end });
  if (end < 0) reader.fail();
  return end - reader.at;
}

function readRequestLine(reader: FieldReader): string {
  const length = lineLength(reader);
  const [method = '', target = '', version] = textOf(reader.bytes, reader.at, length).split(' ');
  if (version === undefined) reader.fail();
  reader.take(bytesIn(method) + 1, { name: 'method', says: 'What to do with it.' });
  reader.take(bytesIn(target) + 1, {
    name: 'target',
    says: 'The path, and what comes after “?”: Nest’s router chooses by it.',
  });
  reader.take(length - bytesIn(method) - bytesIn(target), { name: 'version', says: 'The protocol.' });
  return `${method} ${target}`;
}

function readStatusLine(reader: FieldReader): string {
  const line = textOf(reader.bytes, reader.at, lineLength(reader));
  const [version = '', status = ''] = line.split(' ');
  if (!line.startsWith('HTTP/1.')) reader.fail();
  const length = lineLength(reader);
  reader.take(version.length + 1, { name: 'version', says: 'The protocol.' });
  reader.take(status.length, {
    name: 'status',
    says: 'How it went: 2xx well, 4xx the request is wrong, 5xx the server failed.',
  });
  reader.take(length - version.length - 1 - status.length + 2, {
    name: 'reason',
    says: 'The status in words, for people.',
  });
  return line;
}

const bytesIn = (text: string): number => new TextEncoder().encode(text).length;

const known: Readonly<Record<string, string>> = {
  traceparent: 'W3C trace context: version, trace id, id of this very message, flags.',
  tracestate: 'What the sender adds to the trace: here the message that caused this one.',
  'content-length': 'How many bytes the body has.',
  'content-type': 'What the body is.',
  'transfer-encoding': 'The body comes in chunks, each with its own length.',
  connection: 'keep-alive: the connection stays open for the next request.',
  host: 'Whom the caller wants to reach.',
};

function readHeader(reader: FieldReader, leg: Leg): void {
  const length = lineLength(reader);
  const name = textOf(reader.bytes, reader.at, length).split(':', 1)[0] ?? '';
  const says = Object.hasOwn(known, name.toLowerCase()) ? known[name.toLowerCase()] : undefined;
  reader.take(length + 2, { name, says: says ?? `A header of the ${leg}.`, show: (line) => line.trimEnd() });
}

function readChunks(reader: FieldReader): void {
  for (let chunk = 1; ; chunk += 1) {
    reader.part = `chunk ${chunk}`;
    const length = lineLength(reader);
    const size = sizeOf(textOf(reader.bytes, reader.at, length));
    if (size === undefined) reader.fail();
    reader.take(length + 2, { name: 'size', says: `${size} in hex; 0 ends the body.`, show: (line) => line.trimEnd() });
    if (size === 0) break;
    readPacket(reader, size, { name: 'data', says: 'A part of the body.' });
    reader.take(2, { name: 'end', says: 'Ends the chunk.', show: () => '\\r\\n' });
  }
  reader.take(reader.left, { name: 'end', says: 'Ends the body.', show: () => '\\r\\n' });
  reader.part = undefined;
}
