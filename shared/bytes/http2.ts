/**
 * HTTP/2 (RFC 9113), with the messages of gRPC in it. A frame is a length, a type, flags, the number of its stream, and a
 * payload; a call is one stream: headers and data there, headers, data and trailers back.
 */
import { explained, type FieldReader } from './fieldReader.ts';
import { textOf, type FrameReader, type Leg } from './frame.ts';
import { readGrpcMessage } from './grpcMessage.ts';
import { HeaderTable, type HeaderEntry } from './hpack.ts';

const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const types = [
  'DATA',
  'HEADERS',
  'PRIORITY',
  'RST_STREAM',
  'SETTINGS',
  'PUSH_PROMISE',
  'PING',
  'GOAWAY',
  'WINDOW_UPDATE',
  'CONTINUATION',
];
const headBytes = 9;
const maxFrameBytes = 1 << 20;

const endStream = 1;
const endHeaders = 4;
const padded = 8;
const hasPriority = 0x20;

interface Head {
  length: number;
  type: string;
  flags: number;
  stream: number;
}

function headAt(bytes: Uint8Array, at: number): Head | undefined {
  if (at + headBytes > bytes.length) return undefined;
  const uint = (from: number, length: number): number =>
    bytes.subarray(at + from, at + from + length).reduce((number, byte) => number * 256 + byte, 0);
  const length = uint(0, 3);
  const type = types[uint(3, 1)];
  const stream = uint(5, 4) % 2 ** 31;
  if (type === undefined || length > maxFrameBytes) return undefined;
  const isOfConnection = type === 'SETTINGS' || type === 'PING' || type === 'GOAWAY';
  if (isOfConnection !== (stream === 0) && type !== 'WINDOW_UPDATE') return undefined;
  return { length, type, flags: uint(4, 1), stream };
}

const isPreface = (bytes: Uint8Array, at: number): boolean => textOf(bytes, at, preface.length) === preface;

/** What one leg has said so far. */
class LegState {
  readonly table = new HeaderTable();
  /** A block of headers that is not at its end, and whose stream it is. */
  block: { stream: number; bytes: Uint8Array } | undefined;
  /** By stream: how much of a message of gRPC is still to come. */
  readonly missing = new Map<number, number>();
}

export function http2Reader(): FrameReader {
  const legs: Record<Leg, LegState> = { request: new LegState(), reply: new LegState() };
  const lengthAt = (bytes: Uint8Array, at: number): number | undefined => {
    if (isPreface(bytes, at)) return preface.length;
    const head = headAt(bytes, at);
    return head === undefined ? undefined : headBytes + head.length;
  };
  return {
    mayStart: (bytes, at) => lengthAt(bytes, at) !== undefined,
    lengthAt,
    next: (bytes, at, leg) => {
      const whole = lengthAt(bytes, at);
      const isWhole = whole !== undefined && at + whole <= bytes.length;
      const length = isWhole ? whole : bytes.length - at;
      const head = isWhole && !isPreface(bytes, at) ? headAt(bytes, at) : undefined;
      const content = head === undefined ? undefined : contentOf(head, { bytes, at, state: legs[leg] });
      return {
        at,
        length,
        isWhole,
        ...(head === undefined || head.stream === 0 ? {} : { group: `stream ${head.stream}` }),
        ...(content?.headers === undefined ? {} : { texts: content.headers.map(({ value }) => value) }),
        explain: () => explained(bytes, { at, length }, (reader) => read(reader, content)),
      };
    },
  };
}

interface Content {
  /** Of a block that ends in this frame. */
  headers: HeaderEntry[] | undefined;
  /** All of the block is in this frame, from here on. */
  headersAt: number | undefined;
  /** How much of this frame belongs to a message of gRPC that began in one before. */
  rest: number;
}

/** What a frame says depends on those before it: it is read when it is cut. */
function contentOf(head: Head, { bytes, at, state }: { bytes: Uint8Array; at: number; state: LegState }): Content {
  const { from, end } = payloadOf(head, bytes, at);
  const payload = bytes.subarray(from, end);
  if (head.type === 'HEADERS' || head.type === 'CONTINUATION') {
    const before = head.type === 'CONTINUATION' && state.block?.stream === head.stream ? state.block.bytes : undefined;
    const block = before === undefined ? payload : Uint8Array.from([...before, ...payload]);
    state.block = (head.flags & endHeaders) === 0 ? { stream: head.stream, bytes: block } : undefined;
    if (state.block !== undefined) return { headers: undefined, headersAt: undefined, rest: 0 };
    return { headers: state.table.read(block), headersAt: before === undefined ? from : undefined, rest: 0 };
  }
  if (head.type !== 'DATA') return { headers: undefined, headersAt: undefined, rest: 0 };
  const missing = state.missing.get(head.stream) ?? 0;
  const rest = Math.min(missing, payload.length);
  state.missing.set(head.stream, missing - rest + missingAfter(payload.subarray(rest)));
  return { headers: undefined, headersAt: undefined, rest };
}

/** How much of the last message of gRPC in these bytes is still to come. */
function missingAfter(bytes: Uint8Array): number {
  let at = 0;
  while (at + 5 <= bytes.length) {
    at += 5 + bytes.subarray(at + 1, at + 5).reduce((number, byte) => number * 256 + byte, 0);
  }
  return Math.max(0, at - bytes.length);
}

/** Without padding and priority. */
function payloadOf({ length, type, flags }: Head, bytes: Uint8Array, at: number): { from: number; end: number } {
  const mayPad = type === 'DATA' || type === 'HEADERS';
  const pad = mayPad && (flags & padded) !== 0;
  const priority = type === 'HEADERS' && (flags & hasPriority) !== 0 ? 5 : 0;
  const from = at + headBytes + (pad ? 1 : 0) + priority;
  const end = at + headBytes + length - (pad ? (bytes[at + headBytes] ?? 0) : 0);
  return { from: Math.min(from, at + headBytes + length), end: Math.max(Math.min(from, at + headBytes + length), end) };
}

const flagNames: Readonly<Record<string, readonly (readonly [bit: number, name: string])[]>> = {
  DATA: [
    [endStream, 'END_STREAM'],
    [padded, 'PADDED'],
  ],
  HEADERS: [
    [endStream, 'END_STREAM'],
    [endHeaders, 'END_HEADERS'],
    [padded, 'PADDED'],
    [hasPriority, 'PRIORITY'],
  ],
  CONTINUATION: [[endHeaders, 'END_HEADERS']],
  SETTINGS: [[1, 'ACK']],
  PING: [[1, 'ACK']],
};

function read(reader: FieldReader, content: Content | undefined): string {
  if (isPreface(reader.bytes, reader.at)) {
    reader.take(preface.length, {
      name: 'preface',
      says: 'The client says that it speaks HTTP/2.',
      show: () => 'PRI * HTTP/2.0 … SM',
    });
    return 'preface';
  }
  const head = headAt(reader.bytes, reader.at) ?? reader.fail();
  const { type, stream, flags } = head;
  const { from, end } = payloadOf(head, reader.bytes, reader.at);
  reader.uint(3, { name: 'length', says: 'How many bytes of payload follow.' });
  reader.take(1, { name: 'type', says: 'What the frame is for.' }, type);
  const set = (flagNames[type] ?? []).filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);
  reader.take(1, { name: 'flags', says: 'END_STREAM: this side has said all of it.' }, set.join(' ') || 'none');
  reader.uint(4, { name: 'stream', says: 'Which call it belongs to; 0 is the connection itself.' });
  if (from > reader.at)
    reader.opaque(from - reader.at, { name: 'padding and priority', says: 'Before the payload itself.' });
  const name = readPayload(reader, { type, end, content });
  if (reader.at < end) reader.opaque(end - reader.at, { name: 'payload', says: 'What the frame carries.' });
  if (reader.left > 0 && end < reader.end) reader.opaque(reader.left, { name: 'padding', says: 'Means nothing.' });
  return `${type}${stream === 0 ? '' : ` on stream ${stream}`}${name}`;
}

function readPayload(reader: FieldReader, frame: { type: string; end: number; content: Content | undefined }): string {
  const { type, end, content } = frame;
  switch (type) {
    case 'HEADERS':
    case 'CONTINUATION':
      return readHeaders(reader, content);
    case 'DATA': {
      const rest = content?.rest ?? 0;
      if (rest > 0) {
        reader.markPacket(rest);
        reader.opaque(rest, { name: 'message, continued', says: 'More of the message that began in a frame before.' });
      }
      while (reader.at + 5 <= end) readGrpcMessage(reader, end);
      return '';
    }
    case 'WINDOW_UPDATE':
      reader.uint(4, { name: 'increment', says: 'So many bytes more may be sent.' });
      return '';
    case 'RST_STREAM':
      reader.uint(4, { name: 'error code', says: 'Why the call ends at once; 8: it was cancelled.' });
      return '';
    case 'SETTINGS':
      while (reader.at + 6 <= end) {
        reader.uint(2, { name: 'setting', says: 'Which one.' });
        reader.uint(4, { name: 'value', says: 'To what.' });
      }
      return '';
    default:
      return '';
  }
}

function readHeaders(reader: FieldReader, content: Content | undefined): string {
  const { headers, headersAt } = content ?? {};
  if (headers === undefined || headersAt === undefined) return '';
  reader.part = 'headers, compressed with HPACK';
  for (const { length, name, value, how } of headers) reader.take(length, { name, says: how }, value);
  reader.part = undefined;
  const path = headers.find(({ name }) => name === ':path')?.value;
  const status = headers.find(({ name }) => name === 'grpc-status')?.value;
  return path !== undefined ? `: ${path}` : status !== undefined ? `: grpc-status ${status}` : '';
}
