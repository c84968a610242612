import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Transport } from '../transports/transport.ts';
import { cutLeg } from './cutLeg.ts';
import type { Frame, Leg } from './frame.ts';
import { frameReaderOf } from './readers.ts';

/** Whatever the bytes are, the frames lie side by side, their fields cover them, and nothing throws. */

const kept = (
  bytes: Uint8Array,
  from = 0,
): { from: number; bytes: Uint8Array; chunks: { at: number; atUs: number }[] } => ({
  from,
  bytes,
  chunks: [{ at: from, atUs: 1 }],
});

function expectCovered(frames: readonly Frame[], length: number): void {
  let at = 0;
  for (const frame of frames) {
    expect(frame.at).toBe(at);
    expect(frame.length).toBeGreaterThan(0);
    for (const field of frame.explain().fields) {
      expect(field.at).toBe(at);
      expect(field.length).toBeGreaterThan(0);
      at += field.length;
    }
    expect(at).toBe(frame.at + frame.length);
  }
  expect(at).toBe(length);
}

const text = (...lines: string[]): Uint8Array => new TextEncoder().encode(lines.join('\r\n'));
const hex = (digits: string): Uint8Array => new Uint8Array(Buffer.from(digits.replaceAll(' ', ''), 'hex'));

/** Something of each protocol to be cut, turned over and put together anew. */
const samples: Record<Transport, Uint8Array> = {
  tcp: text('31#{"pattern":"ü🚋","data":{},"id":"1"}12#{"err":"no"}'),
  http: text(
    'POST /a HTTP/1.1',
    'Host: x',
    'Transfer-Encoding: chunked',
    '',
    '3',
    'abc',
    '0',
    '',
    'HTTP/1.1 200 OK',
    'Content-Length: 2',
    '',
    '{}',
  ),
  redis: text('*3', '$7', 'publish', '$4', 'cats', '$2', '{}', '%1', '+a', ':1', '-ERR no', '$-1', ''),
  nats: text(
    'INFO {"a":1}',
    'SUB a.b 1',
    'PUB a.b _INBOX.x 2',
    '{}',
    'HMSG a 1 20 22',
    'NATS/1.0',
    'a: bc',
    '',
    '{}',
    '+OK',
    '-ERR x',
    '',
  ),
  rmq: hex(
    '414d515000000901 0100010000000f003c0028000000076d6174682e717500ce'.replace(/ /g, '') +
      '02000100000025003c00000000000000000002a000000a74657874' +
      '2f706c61696e0000000d0161530000000362626202c0ce' +
      '030001000000027b7dce0800000000 0000ce'.replace(/ /g, ''),
  ),
  kafka: hex(
    '0000002a0000000300000007000161ffff0001000003e800000001000161000000010000000000000004deadbeef00' +
      '0000002c00000007000000010001610000000100000000000000000000000000ffffffffffffffff000000000000000000000000',
  ),
  grpc: hex(
    '505249202a20485454502f322e300d0a0d0a534d0d0a0d0a00000600040000000000020000000000000a0104000000018684' +
      '418cf1e3c2e5f23a6ba0ab90f4ff00000c000100000001000000000708051203616263000000040800000000000000ffff',
  ),
  mqtt: hex('101000044d5154540402003c0004616263643011000361622f7b227061747465726e223a317d820800010003612f6201d000'),
};

for (const transport of Object.keys(samples) as Transport[]) {
  describe(transport, () => {
    const sample = samples[transport];
    const some = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .array(
          fc
            .tuple(fc.nat(sample.length), fc.nat(sample.length), fc.uint8Array({ maxLength: 4 }))
            .map(([from, length, noise]) => [...sample.subarray(from, from + length), ...noise]),
          { maxLength: 8 },
        )
        .map((parts) => Uint8Array.from(parts.flat())),
      fc.nat(sample.length).map((length) => sample.subarray(0, length)),
    );

    test('any bytes are frames whose fields cover them', () => {
      fc.assert(
        fc.property(some, some, (request, reply) => {
          const legs = { request: kept(request), reply: kept(reply) };
          const reader = frameReaderOf(transport, Object.values(legs));
          for (const leg of ['request', 'reply'] satisfies Leg[]) {
            expectCovered(cutLeg(reader, leg, legs[leg]), legs[leg].bytes.length);
          }
        }),
        { numRuns: 400 },
      );
    });

    test('where the beginning is gone it finds into what is left, or says nothing', () => {
      fc.assert(
        fc.property(some, (bytes) => {
          const legs = [kept(bytes, 1000)];
          const frames = cutLeg(frameReaderOf(transport, legs), 'request', legs[0] ?? kept(bytes));
          if (frames.length > 0) expectCovered(frames, bytes.length);
        }),
      );
    });
  });
}

test('a message of gRPC that announces more than is kept is shown as far as it goes', () => {
  const cut = hex('0400000000 00020000 00 00000a01 01'.replaceAll(' ', ''));
  const legs = [kept(cut)];
  expectCovered(cutLeg(frameReaderOf('grpc', legs), 'request', kept(cut)), cut.length);
});
