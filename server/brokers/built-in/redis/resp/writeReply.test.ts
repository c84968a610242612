import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../../bytes/byteWriter.ts';
import type { Reply } from './reply.ts';
import { array, bulk, failure, integer, map, nil, ok, push, verbatim } from './reply.ts';
import { writeReply } from './writeReply.ts';

function written(reply: Reply): { resp2: string; resp3: string } {
  const write = (version: 2 | 3): string => {
    const writer = new ByteWriter(10_000);
    writeReply(writer, reply, version);
    return writer.take().toString('latin1');
  };
  return { resp2: write(2), resp3: write(3) };
}

function inBoth(bytes: string): { resp2: string; resp3: string } {
  return { resp2: bytes, resp3: bytes };
}

describe('the writer of Redis replies', () => {
  it('writes what both versions share', () => {
    expect(written(ok)).toEqual(inBoth('+OK\r\n'));
    expect(written(integer(-3n))).toEqual(inBoth(':-3\r\n'));
    expect(written(bulk(Buffer.from([0, 13, 10, 255])))).toEqual(inBoth('$4\r\n\0\r\n\xff\r\n'));
    expect(written(array([integer(1), array([])]))).toEqual(inBoth('*2\r\n:1\r\n*0\r\n'));
  });

  it('keeps an error on one line whatever its text quotes', () => {
    expect(written(failure("ERR unknown command 'a\r\n+OK'"))).toEqual(inBoth("-ERR unknown command 'a  +OK'\r\n"));
  });

  it('writes nothing, maps, long texts and pushes as each version has them', () => {
    expect(written(nil)).toEqual({ resp2: '$-1\r\n', resp3: '_\r\n' });
    expect(written(map([['proto', integer(3)]]))).toEqual({
      resp2: '*2\r\n$5\r\nproto\r\n:3\r\n',
      resp3: '%1\r\n$5\r\nproto\r\n:3\r\n',
    });
    expect(written(verbatim('hi'))).toEqual({ resp2: '$2\r\nhi\r\n', resp3: '=6\r\ntxt:hi\r\n' });
    expect(written(push([bulk('message')]))).toEqual({
      resp2: '*1\r\n$7\r\nmessage\r\n',
      resp3: '>1\r\n$7\r\nmessage\r\n',
    });
  });

  it('stops at its bound and says so', () => {
    const writer = new ByteWriter(100);
    writeReply(writer, array(Array.from({ length: 1000 }, () => bulk('x'.repeat(30)))), 3);
    expect({ overflowed: writer.overflowed, bounded: writer.length <= 100 }).toEqual({
      overflowed: true,
      bounded: true,
    });
  });
});
