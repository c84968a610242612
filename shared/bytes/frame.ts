/** What the bytes of one leg of a connection mean. `at` and `length` count bytes, from the beginning of the bytes that were given. */

export type Leg = 'request' | 'reply';

/** A part of a frame that means one thing. The fields of a frame lie side by side and cover all of it. */
export interface Field {
  name: string;
  at: number;
  length: number;
  /** What stands there, for a person. */
  value: string;
  /** What it is for. */
  says: string;
  /** The larger part that it belongs to, such as a record of a batch. */
  part?: string;
}

export interface Span {
  at: number;
  length: number;
}

export interface Explanation {
  /** What the protocol calls such a frame, and what of it tells it from others. */
  name: string;
  fields: Field[];
  /** What the application sent: the packet of Nest, or a body. Several when other bytes lie in between. */
  packets: Span[];
  /** What the caller knows the answer by, and the part that it stands in. */
  ids: { id: string; part: string | undefined }[];
}

export interface Frame extends Span {
  /** Frames of one leg with the same one are one message; without one it is a message by itself. */
  group?: string;
  /** False when bytes are missing at its end, or are not of this protocol. */
  isWhole: boolean;
  /** What it says that cannot be read off its bytes, because it is compressed. */
  texts?: readonly string[];
  /** Never throws. */
  explain: () => Explanation;
}

/** Cuts the legs of one connection into frames, first the one of the requests: what a reply means may depend on them. */
export interface FrameReader {
  /** Whether a frame could begin here: where bytes that came before are not kept, that is how to find into it. */
  mayStart(bytes: Uint8Array, at: number): boolean;
  /** How long the frame is that begins here, where that can be told from its first bytes. */
  lengthAt?(bytes: Uint8Array, at: number): number | undefined;
  /** The frame that begins here: at least one byte, and at most all that are left. */
  next(bytes: Uint8Array, at: number, leg: Leg): Frame;
}

const decoder = new TextDecoder();

/** As UTF-8; what is none is shown as a replacement character. */
export const textOf = (bytes: Uint8Array, at: number, length: number): string =>
  decoder.decode(bytes.subarray(at, at + length));

/** Where these ASCII characters stand at or after `from`; -1 when nowhere before `end`. */
export function indexOfText(bytes: Uint8Array, text: string, { from = 0, end = bytes.length } = {}): number {
  const first = text.charCodeAt(0);
  const last = Math.min(end, bytes.length) - text.length;
  for (let at = from; at <= last; at += 1) {
    at = bytes.indexOf(first, at);
    if (at < 0 || at > last) return -1;
    let same = 1;
    while (same < text.length && bytes[at + same] === text.charCodeAt(same)) same += 1;
    if (same === text.length) return at;
  }
  return -1;
}
