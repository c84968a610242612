import fc from 'fast-check';
import { generate } from 'mqtt-packet';
import { expect, it } from 'vitest';
import { readRequest } from './codec.ts';
import { Frames } from './frames.ts';
import { ProtocolError } from './protocolError.ts';

const id = fc.integer({ min: 1, max: 65_535 });
const topic = fc.stringMatching(/^[a-z/]{1,20}$/);
const qos = fc.constantFrom(0, 1, 2);
const packet = fc.oneof(
  fc
    .record({ topic, qos, id, payload: fc.uint8Array({ maxLength: 300 }) })
    .map(({ id: messageId, payload, ...rest }) => {
      return generate({ cmd: 'publish', dup: false, retain: false, messageId, payload: Buffer.from(payload), ...rest });
    }),
  fc
    .tuple(id, fc.array(fc.record({ topic, qos }), { minLength: 1, maxLength: 5 }))
    .map(([messageId, subscriptions]) => {
      return generate({ cmd: 'subscribe', messageId, subscriptions });
    }),
  id.map((messageId) => generate({ cmd: 'pubrel', messageId })),
  fc.constant(generate({ cmd: 'pingreq' })),
  fc.string({ maxLength: 10 }).map((clientId) => generate({ cmd: 'connect', clientId, clean: true, keepalive: 0 })),
);

/** The packets, or the text of the error after those that were read. */
function read(chunks: readonly Buffer[], packetBytes = 1000): string[] {
  const frames = new Frames(packetBytes);
  const found: string[] = [];
  try {
    for (const chunk of chunks) {
      frames.push(Buffer.from(chunk));
      for (let bytes = frames.next(); bytes !== undefined; bytes = frames.next()) {
        found.push(JSON.stringify(readRequest(bytes)));
      }
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    found.push(String(error));
  }
  return found;
}

function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const cuts = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));
}

it('reads the same packets, however they are cut into pieces', () => {
  fc.assert(
    fc.property(fc.array(packet, { maxLength: 6 }), fc.array(fc.nat(), { maxLength: 30 }), (packets, places) => {
      const whole = read([Buffer.concat(packets)]);
      expect(whole).toHaveLength(packets.length);
      expect(read(cut(Buffer.concat(packets), places))).toEqual(whole);
    }),
  );
});

it('whatever the bytes are, they are packets or an error of the protocol', () => {
  const bytes = fc.uint8Array({ maxLength: 60 }).map((values) => Buffer.from(values));
  const damaged = fc.tuple(packet, fc.nat(), fc.nat(255)).map(([good, place, value]) => {
    const bad = Buffer.from(good);
    bad[place % bad.length] = value;
    return bad;
  });
  fc.assert(
    fc.property(fc.oneof(bytes, damaged), (input) => void read([input])),
    { numRuns: 3000 },
  );
});

it('a packet that is too large is refused before it has come', () => {
  expect(read([Buffer.from([0x30, 0xe9, 0x07])])).toEqual(['ProtocolError: a packet of 1001 bytes']);
  expect(read([Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x01])])).toEqual([
    'ProtocolError: a length of more than four bytes',
  ]);
});
