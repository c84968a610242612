import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../limits.ts';
import { RequestParser } from './requestParser.ts';

interface Outcome {
  readonly commands: string[][];
  readonly error?: string;
}

const limits = { ...defaultLimits, bulkBytes: 1000, commandArgs: 50, commandBytes: 2000 };

function parse(chunks: readonly Buffer[]): Outcome {
  const parser = new RequestParser(limits);
  const commands: string[][] = [];
  try {
    for (const chunk of chunks) {
      parser.push(chunk);
      for (let words = parser.next(); words !== undefined; words = parser.next()) {
        commands.push(words.map((word) => word.toString('latin1')));
      }
    }
    return { commands };
  } catch (error) {
    return { commands, error: String(error) };
  }
}

function parseText(text: string): Outcome {
  return parse([Buffer.from(text, 'latin1')]);
}

function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  const edges = [0, ...ends, bytes.length];
  return edges.slice(1).map((end, index) => Buffer.from(bytes.subarray(edges[index], end)));
}

function write(words: readonly Buffer[]): Buffer {
  const parts = words.map((word) => Buffer.concat([Buffer.from(`$${word.length}\r\n`), word, Buffer.from('\r\n')]));
  return Buffer.concat([Buffer.from(`*${words.length}\r\n`), ...parts]);
}

const word = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes));
const command = fc.array(word, { minLength: 1, maxLength: 8 });
const places = fc.array(fc.nat(), { maxLength: 30 });

describe('the parser of Redis requests', () => {
  it('gives back the commands that were written, wherever their bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 8 }), places, (commands, cuts) => {
        const bytes = Buffer.concat(commands.map(write));
        const expected = commands.map((words) => words.map((one) => one.toString('latin1')));
        expect(parse(cut(bytes, cuts))).toEqual({ commands: expected });
      }),
    );
  });

  it('gives the same commands and the same error for any bytes, wherever they are cut', () => {
    const piece = fc.oneof(
      command.map((words) => write(words).toString('latin1')),
      fc.constantFrom('PING\r\n', 'GET a\n', 'ECHO "a b"\r\n', '\r\n', '*0\r\n', '*-1\r\n'),
      fc.constantFrom('*2\r\n$1\r\nx\r\n:1\r\n', '$5\r\n', '*x\r\n', 'SET "a\r\n', '*1\r\n$-3\r\n', '*1\r\n$5000\r\n'),
      fc.string({ unit: fc.constantFrom('*', '$', '\r', '\n', '1', '3', ' ', '"', 'a'), maxLength: 30 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), places, (pieces, cuts) => {
        const bytes = Buffer.from(pieces.join(''), 'latin1');
        expect(parse(cut(bytes, cuts))).toEqual(parse([bytes]));
      }),
      { numRuns: 1000 },
    );
  });

  it('reads inline commands with quotes and escapes', () => {
    expect(parseText("SET key \"a\\x41\\n b\" 'it\\'s'\r\n \t\r\nPING\n")).toEqual({
      commands: [['SET', 'key', 'aA\n b', "it's"], ['PING']],
    });
  });

  it('passes over empty commands', () => {
    expect(parseText('*0\r\n\r\n*-5\r\n*1\r\n$4\r\nPING\r\n')).toEqual({ commands: [['PING']] });
  });

  it.each([
    ['*x\r\n', 'invalid multibulk length'],
    ['*51\r\n', 'invalid multibulk length'],
    ['*01\r\n', 'invalid multibulk length'],
    ['*1\r\n+OK\r\n', "expected '$', got '+'"],
    ['*1\r\n$x\r\n', 'invalid bulk length'],
    ['*1\r\n$-1\r\n', 'invalid bulk length'],
    ['*1\r\n$1001\r\n', 'invalid bulk length'],
    [`*3\r\n${`$900\r\n${'a'.repeat(900)}\r\n`.repeat(3)}`, 'too big request'],
    ['GET "a\r\n', 'unbalanced quotes in request'],
    ['GET "a"b\r\n', 'unbalanced quotes in request'],
    ['a'.repeat(65_537), 'too big inline request'],
    [`*${'1'.repeat(65_537)}`, 'too big mbulk count string'],
    [`*1\r\n$${'1'.repeat(65_537)}`, 'too big bulk count string'],
  ])('refuses %j as Redis does', (text, reason) => {
    expect(parseText(text)).toEqual({ commands: [], error: `ProtocolError: Protocol error: ${reason}` });
  });

  it('runs what came before the malformed part', () => {
    expect(parseText('PING\r\n*1\r\nPING\r\n')).toEqual({
      commands: [['PING']],
      error: "ProtocolError: Protocol error: expected '$', got 'P'",
    });
  });

  it('does not give out bytes that later input overwrites', () => {
    const parser = new RequestParser(limits);
    const chunk = Buffer.from('ECHO first\r\nECHO');
    parser.push(chunk);
    const words = parser.next();
    chunk.fill('x');
    parser.push(Buffer.from(' second\r\n'));
    expect(words?.map(String)).toEqual(['ECHO', 'first']);
  });
});
