import type { Frame, FrameReader, Leg } from './frame.ts';

/** What is kept of one leg of a connection: not always its beginning. */
export interface KeptLeg {
  /** Where `bytes` begin in all that the leg has carried. */
  from: number;
  bytes: Uint8Array;
  /** Where chunks begin in the leg, and when they came. */
  chunks: readonly { at: number; atUs: number }[];
}

const framesToTry = 3;

/** All frames of a leg, as far as it is kept. Where its beginning is gone they begin at the first chunk that looks like one. */
export function cutLeg(reader: FrameReader, leg: Leg, { from, bytes, chunks }: KeptLeg): Frame[] {
  let at =
    from === 0
      ? 0
      : (chunks.map((chunk) => chunk.at - from).find((start) => fits(reader, bytes, start)) ?? bytes.length);
  const frames: Frame[] = [];
  while (at < bytes.length) {
    const frame = reader.next(bytes, at, leg);
    frames.push(frame);
    at += frame.length;
  }
  return frames;
}

/** Whether frames, one after the other, make sense from here on. Looks only at where they begin, as readers remember what they read. */
function fits(reader: FrameReader, bytes: Uint8Array, from: number): boolean {
  let at = from;
  for (let tries = 0; tries < framesToTry && at < bytes.length; tries += 1) {
    if (!reader.mayStart(bytes, at)) return false;
    const length = reader.lengthAt?.(bytes, at);
    if (length === undefined) return true;
    at += length;
  }
  return true;
}
