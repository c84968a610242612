import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../../bytes/byteWriter.ts';
import { AmqpWriter } from './amqpWriter.ts';
import { ByteReader } from './byteReader.ts';
import { integer, table, text, type Field } from './field.ts';
import { FrameParser, protocolHeader } from './frameParser.ts';
import { readMethod } from './methods.ts';
import { readHeader } from './properties.ts';
import { methodBytes, writeContent } from './writeFrames.ts';

const declare = {
  reserved: 0,
  queue: 'orders',
  passive: false,
  durable: true,
  exclusive: false,
  autoDelete: true,
  noWait: false,
  arguments: table({ 'x-max-length': integer(5), deep: { type: 'F', value: table({ a: text('ÿ') }) } }),
};

const frames = (bytes: Buffer, chunkBytes: number) => {
  const parser = new FrameParser(4096);
  const found = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    parser.push(bytes.subarray(at, at + chunkBytes));
    if (!parser.begin()) continue;
    for (let frame = parser.next(); frame !== undefined; frame = parser.next()) found.push(frame);
  }
  return found;
};

describe('the frames of AMQP', () => {
  it.each([1, 7, 10_000])('are read however they are cut, %i bytes at a time', (chunkBytes) => {
    const output = new ByteWriter(1e6);
    output.bytes(protocolHeader);
    output.bytes(methodBytes(3, 'queue.declare', declare));
    const properties = { headers: table({ n: { type: 'I', value: -1 } }), deliveryMode: 2, timestamp: 7n };
    writeContent(output, { properties, body: Buffer.from('abcdefgh') }, { channel: 3, frameMax: 8 + 3 });
    const [method, header, ...bodies] = frames(output.take(), chunkBytes);
    expect(readMethod(method?.payload ?? Buffer.alloc(0))).toEqual({ name: 'queue.declare', args: declare });
    expect(readHeader(header?.payload ?? Buffer.alloc(0))).toEqual({ bodyBytes: 8, properties });
    expect(bodies.map(({ type, channel, payload }) => `${type} ${channel} ${String(payload)}`)).toEqual([
      'body 3 abc',
      'body 3 def',
      'body 3 gh',
    ]);
  });

  it('carry fields of every type', () => {
    const fields: Record<string, Field> = {
      t: { type: 't', value: true },
      b: { type: 'b', value: -5 },
      B: { type: 'B', value: 200 },
      s: { type: 's', value: -300 },
      u: { type: 'u', value: 60_000 },
      I: { type: 'I', value: -70_000 },
      i: { type: 'i', value: 4e9 },
      l: { type: 'l', value: -(2n ** 60n) },
      T: { type: 'T', value: 1_700_000_000n },
      f: { type: 'f', value: 0.5 },
      d: { type: 'd', value: 0.1 },
      D: { type: 'D', value: { scale: 2, digits: -314 } },
      S: text('x'.repeat(300)),
      x: { type: 'x', value: Buffer.from([0, 255]) },
      A: { type: 'A', value: [text('a'), { type: 'V' }] },
      F: { type: 'F', value: table({ a: integer(1) }) },
      V: { type: 'V' },
    };
    const writer = new AmqpWriter();
    writer.table(table(fields));
    expect(new ByteReader(writer.done()).table()).toEqual(table(fields));
  });

  it.each([
    ['a frame without its end', [1, 0, 0, 0, 0, 0, 0, 1], 'FRAME_ERROR - invalid frame end marker'],
    ['a frame of no known type', [9, 0, 0, 0, 0, 0, 0, 0xce], 'FRAME_ERROR - unknown frame type 9'],
    [
      'a frame longer than agreed',
      [1, 0, 0, 0xff, 0, 0, 0],
      'FRAME_ERROR - frame of 4278190088 bytes is larger than the 4096 agreed',
    ],
  ])('%s is an error', (_what, bytes, message) => {
    expect(() => frames(Buffer.concat([protocolHeader, Buffer.from(bytes)]), 1000)).toThrow(message);
  });

  it.each([
    ['arguments that end too soon', [0, 50, 0, 10, 0, 0, 9, 65]],
    ['a table longer than its frame', [0, 10, 0, 11, 255, 255, 255, 255]],
    ['a field of no known type', [0, 10, 0, 11, 0, 0, 0, 3, 1, 65, 63]],
    ['tables in each other without end', [0, 10, 0, 11, ...nested(40)]],
    ['a method that there is not', [0, 99, 0, 1]],
  ])('%s are a syntax error, never a crash', (_what, bytes) => {
    expect(() => readMethod(Buffer.from(bytes))).toThrow(/^(SYNTAX_ERROR|NOT_IMPLEMENTED)/);
  });
});

function nested(depth: number): number[] {
  const inner = depth === 0 ? [] : [1, 97, 70, ...nested(depth - 1)];
  return [0, 0, inner.length >> 8, inner.length & 255, ...inner];
}
