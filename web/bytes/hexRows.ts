import type { Crossing, FrameView } from '#shared/bytes/messageBytes.ts';

export type Field = FrameView['fields'][number];

/** The bytes of a crossing with what each of them is. */
export interface Dump {
  bytes: Uint8Array;
  fields: readonly Field[];
  /** By byte: the place in `fields`; -1 where nothing is known. */
  fieldAt: Int32Array;
  /** By byte: whether it belongs to what the application sent. */
  isPacket: Uint8Array;
}

export function dumpOf({ bytes: base64, frames, packets }: Crossing): Dump {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const fields = frames.flatMap((frame) => frame.fields);
  const fieldAt = new Int32Array(bytes.length).fill(-1);
  for (const [place, { at, length }] of fields.entries()) fieldAt.fill(place, at, at + length);
  const isPacket = new Uint8Array(bytes.length);
  for (const { at, length } of packets) isPacket.fill(1, at, at + length);
  return { bytes, fields, fieldAt, isPacket };
}

export const rowBytes = 16;

export const hexByte = (byte: number): string => byte.toString(16).padStart(2, '0');
/** As hex dumps do: a point for what is no printable ASCII. */
export const asciiOf = (byte: number): string => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.');
export const hexOffset = (at: number): string => at.toString(16).padStart(6, '0');

/** As `xxd -p` reads it back. */
export function hexText(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 32) {
    lines.push([...bytes.subarray(at, at + 32)].map(hexByte).join(''));
  }
  return lines.join('\n');
}

/** What the application sent, as text. */
export function packetText({ packets }: Crossing, { bytes }: Dump): string {
  const decoder = new TextDecoder();
  return packets.map(({ at, length }) => decoder.decode(bytes.subarray(at, at + length))).join('');
}
