import { expect, test } from 'vitest';
import type { Crossing } from '#shared/bytes/messageBytes.ts';
import { asciiOf, dumpOf, hexText, packetText } from './hexRows.ts';

const crossing: Crossing = {
  role: 'request',
  place: { service: 'gateway', replica: 0, wire: 'math' },
  transport: 'tcp',
  leg: 'request',
  side: 'sent',
  ends: { client: '127.0.0.1:1', link: 2, target: '127.0.0.1:3' },
  connection: 1,
  atUs: 1,
  endUs: 2,
  bytes: btoa('2#{}'),
  allBytes: 4,
  frames: [
    {
      name: 'packet of 2 characters',
      at: 0,
      length: 4,
      streamAt: 0,
      fields: [
        { name: 'length', at: 0, length: 1, value: '2', says: '' },
        { name: '#', at: 1, length: 1, value: '#', says: '' },
        { name: 'packet', at: 2, length: 2, value: '{}', says: '' },
      ],
    },
  ],
  packets: [{ at: 2, length: 2 }],
};

test('every byte knows its field, and whether the application sent it', () => {
  const dump = dumpOf(crossing);
  expect([...dump.fieldAt]).toEqual([0, 1, 2, 2]);
  expect([...dump.isPacket]).toEqual([0, 0, 1, 1]);
  expect(packetText(crossing, dump)).toBe('{}');
  expect(hexText(dump.bytes)).toBe('32237b7d');
});

test('what is no printable ASCII is a point', () => {
  expect([0x41, 0x0a, 0xff, 0x20].map(asciiOf)).toEqual(['A', '.', '.', ' ']);
});
