import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Request } from './request.ts';
import { RequestParser } from './requestParser.ts';

interface Parsed {
  requests: unknown[];
  error?: string;
}

/** Buffers as texts, so that whole objects can be compared. */
function plain(request: Request): unknown {
  if (request.op !== 'pub') return request;
  const { payload, headers, ...rest } = request;
  return {
    ...rest,
    payload: payload.toString('latin1'),
    ...(headers === undefined ? {} : { headers: headers.toString('latin1') }),
  };
}

function parse(chunks: readonly Buffer[]): Parsed {
  const parser = new RequestParser({ payloadBytes: 1000 });
  const requests: unknown[] = [];
  try {
    for (const chunk of chunks) {
      parser.push(Buffer.from(chunk));
      for (let request = parser.next(); request !== undefined; request = parser.next()) requests.push(plain(request));
    }
  } catch (error) {
    return { requests, error: String(error) };
  }
  return { requests };
}

function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const cuts = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));
}

const parseText = (text: string): Parsed => parse([Buffer.from(text, 'latin1')]);
const places = fc.array(fc.nat(), { maxLength: 30 });
const payload = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
const publication = fc.tuple(fc.constantFrom('a', 'a.b', 'a.b reply'), payload).map(([to, text]) => {
  return `PUB ${to} ${text.length}\r\n${text}\r\n`;
});

describe('the parser of NATS requests', () => {
  it('reads every kind of request', () => {
    const text =
      'CONNECT {"verbose": false}\r\nping\r\nPONG\r\nSUB a.* 1\r\nSUB\ta  workers 2\r\nUNSUB 1\r\nUNSUB 2 5\r\n' +
      'PUB a 2\r\nhi\r\nPUB a r 0\r\n\r\nHPUB a 12 14\r\nNATS/1.0\r\n\r\nhi\r\nHPUB a r 12 12\r\nNATS/1.0\r\n\r\n\r\n';
    expect(parseText(text)).toEqual({
      requests: [
        { op: 'connect', options: '{"verbose": false}' },
        { op: 'ping' },
        { op: 'pong' },
        { op: 'sub', subject: 'a.*', sid: '1' },
        { op: 'sub', subject: 'a', queue: 'workers', sid: '2' },
        { op: 'unsub', sid: '1' },
        { op: 'unsub', sid: '2', max: 5 },
        { op: 'pub', subject: 'a', payload: 'hi' },
        { op: 'pub', subject: 'a', reply: 'r', payload: '' },
        { op: 'pub', subject: 'a', headers: 'NATS/1.0\r\n\r\n', payload: 'hi' },
        { op: 'pub', subject: 'a', reply: 'r', headers: 'NATS/1.0\r\n\r\n', payload: '' },
      ],
    });
  });

  it('gives back what was published, wherever its bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(publication, { maxLength: 6 }), places, (texts, cuts) => {
        const bytes = Buffer.from(texts.join(''), 'latin1');
        const parsed = parse(cut(bytes, cuts));
        expect(parsed).toEqual(parse([bytes]));
        expect(parsed.requests.length).toBe(texts.length);
      }),
    );
  });

  it('gives the same requests and the same error for any bytes, wherever they are cut', () => {
    const piece = fc.oneof(
      publication,
      fc.constantFrom('PING\r\n', 'SUB a 1\n', 'HPUB a 2 4\r\nxxhi\r\n', '\r\n', 'PUB a 3\r\nhixx', 'PUB a 2000\r\n'),
      fc.string({ unit: fc.constantFrom('P', 'U', 'B', 'S', ' ', '\r', '\n', '1', '+', 'a'), maxLength: 30 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), places, (pieces, cuts) => {
        const bytes = Buffer.from(pieces.join(''), 'latin1');
        expect(parse(cut(bytes, cuts))).toEqual(parse([bytes]));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['nope\r\n', 'Unknown Protocol Operation'],
    ['\x16', 'Unknown Protocol Operation'],
    ['PUB a 2\r\nhixx', 'Unknown Protocol Operation'],
    ['PUB a 1001\r\n', 'Maximum Payload Violation'],
    ['PUB a 9999999999\r\n', 'Parser Error'],
    ['HPUB a 5 4\r\n', 'Parser Error'],
    ['SUB a\r\n', 'Parser Error'],
    [`SUB ${'a'.repeat(5000)}`, 'maximum control line exceeded'],
    [`SUB ${'a'.repeat(5000)} 1\r\n`, 'maximum control line exceeded'],
  ])('refuses %j as nats-server does', (text, reason) => {
    expect(parseText(text)).toEqual({ requests: [], error: `ProtocolError: ${reason}` });
  });
});
