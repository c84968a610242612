/** The few forms of DER (ITU-T X.690) that a certificate is made of: a tag, a length, the content. */

const tags = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  text: 0x0c,
  time: 0x17,
  sequence: 0x30,
  set: 0x31,
} as const;
const contextTag = 0x80;
const holdsOthers = 0x20;

function tagged(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]);
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

export const sequence = (...parts: Buffer[]): Buffer => tagged(tags.sequence, Buffer.concat(parts));
export const set = (...parts: Buffer[]): Buffer => tagged(tags.set, Buffer.concat(parts));
/** Its first bit is its sign. */
export const integer = (bytes: Buffer): Buffer => tagged(tags.integer, bytes);
export const octets = (content: Buffer): Buffer => tagged(tags.octets, content);
/** All of the bits of the last byte count. */
export const bits = (content: Buffer): Buffer => tagged(tags.bits, Buffer.concat([Buffer.from([0]), content]));
export const text = (words: string): Buffer => tagged(tags.text, Buffer.from(words));
export const yes = tagged(tags.boolean, Buffer.from([0xff]));

/** `[number]` around another form, or `plain` in the place of its tag. */
export const context = (number: number, content: Buffer, how: 'around' | 'plain' = 'around'): Buffer =>
  tagged(contextTag | number | (how === 'around' ? holdsOthers : 0), content);

/** UTCTime, which is good until 2049. */
export function time(atMs: number): Buffer {
  const digits = new Date(atMs).toISOString().replace(/[-:T]/g, '').slice(2, 14);
  return tagged(tags.time, Buffer.from(`${digits}Z`));
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(tags.oid, Buffer.from([first * 40 + second, ...rest.flatMap(sevenBits)]));
}

/** The highest first; all but the last have their eighth bit set. */
function sevenBits(value: number): number[] {
  const digits = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}
