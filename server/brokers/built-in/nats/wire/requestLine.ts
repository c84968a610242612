import { ProtocolError } from './protocolError.ts';
import type { Request } from './request.ts';

/** A publication whose bytes are still to come. */
export interface Announced {
  readonly op: 'announced';
  readonly subject: string;
  readonly reply?: string;
  readonly headerBytes?: number;
  readonly totalBytes: number;
}

const blanks = /[ \t]+/;

/** Reads one control line without its end; undefined for what servers say and a client may too (`INFO`, `+OK`). */
export function readLine(line: string): Request | Announced | undefined {
  const [word = '', ...args] = line.split(blanks);
  switch (word.toUpperCase()) {
    case 'PING':
      return { op: 'ping' };
    case 'PONG':
      return { op: 'pong' };
    case 'CONNECT':
      return { op: 'connect', options: line.slice(word.length).trim() };
    case 'SUB':
      return readSub(args);
    case 'UNSUB':
      return readUnsub(args);
    case 'PUB':
      return readPub(args);
    case 'HPUB':
      return readHpub(args);
    case 'INFO':
    case '+OK':
      return undefined;
    default:
      throw new ProtocolError('Unknown Protocol Operation');
  }
}

function readSub(args: readonly string[]): Request {
  const [subject, second, third] = args;
  if (args.length === 2 && subject && second) return { op: 'sub', subject, sid: second };
  if (args.length === 3 && subject && second && third) return { op: 'sub', subject, queue: second, sid: third };
  throw parserError();
}

function readUnsub(args: readonly string[]): Request {
  const [sid, max] = args;
  if (!sid || args.length > 2) throw parserError();
  const count = max === undefined ? 0 : (readSize(max) ?? 0);
  return count === 0 ? { op: 'unsub', sid } : { op: 'unsub', sid, max: count };
}

function readPub(args: readonly string[]): Announced {
  const [subject, reply] = args;
  const totalBytes = readSize(args.at(-1));
  if (!subject || totalBytes === undefined || args.length < 2 || args.length > 3) throw parserError();
  return { op: 'announced', subject, totalBytes, ...(args.length === 3 && reply ? { reply } : {}) };
}

function readHpub(args: readonly string[]): Announced {
  const [subject, reply] = args;
  const headerBytes = readSize(args.at(-2));
  const totalBytes = readSize(args.at(-1));
  const isComplete = subject && headerBytes !== undefined && totalBytes !== undefined;
  if (!isComplete || args.length < 3 || args.length > 4 || headerBytes > totalBytes) throw parserError();
  return { op: 'announced', subject, headerBytes, totalBytes, ...(args.length === 4 && reply ? { reply } : {}) };
}

function readSize(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

const parserError = (): ProtocolError => new ProtocolError('Parser Error');
