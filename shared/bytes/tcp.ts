/**
 * Nest's TCP transport: `length#json`. The length counts characters as JavaScript does (UTF-16), not bytes: JsonSocket of
 * @nestjs/microservices writes `${text.length}#${text}`.
 */
import { explained } from './fieldReader.ts';
import type { FrameReader } from './frame.ts';
import { readPacket } from './packetFields.ts';

const hash = 0x23;
const maxDigits = 12;

export const tcpReader = (): FrameReader => ({
  mayStart: (bytes, at) => {
    const digits = digitsAt(bytes, at);
    return digits > 0 && bytes[at + digits] === hash;
  },
  next: (bytes, at) => {
    const digits = digitsAt(bytes, at);
    const isHead = digits > 0 && bytes[at + digits] === hash;
    const characters = Number(new TextDecoder().decode(bytes.subarray(at, at + digits)));
    const body = isHead ? bytesOf(bytes, at + digits + 1, characters) : undefined;
    const length = body === undefined ? bytes.length - at : digits + 1 + body;
    return {
      at,
      length,
      isWhole: body !== undefined,
      explain: () =>
        explained(bytes, { at, length }, (reader) => {
          if (!isHead) reader.fail();
          reader.take(digits, {
            name: 'length',
            says: 'How long the packet is, in characters (UTF-16), not in bytes, as decimal digits.',
          });
          reader.take(1, { name: '#', says: 'Ends the length.' });
          readPacket(reader, body ?? reader.left, {
            name: 'packet',
            says: 'The packet of @nestjs/microservices as JSON.',
          });
          return `packet of ${characters} characters`;
        }),
    };
  },
});

function digitsAt(bytes: Uint8Array, at: number): number {
  let count = 0;
  while (count < maxDigits && isDigit(bytes[at + count])) count += 1;
  return count;
}

const isDigit = (byte = 0): boolean => byte >= 0x30 && byte <= 0x39;

/** How many bytes of UTF-8 so many characters of UTF-16 take; undefined when they are not all there. */
function bytesOf(bytes: Uint8Array, from: number, characters: number): number | undefined {
  let at = from;
  for (let left = characters; left > 0;) {
    const byte = bytes[at];
    if (byte === undefined) return undefined;
    at += byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    left -= byte < 0xf0 ? 1 : 2;
  }
  return at <= bytes.length ? at - from : undefined;
}
