import {
  findMessage,
  meantPackets,
  timeAt,
  type Conversation,
  type Found,
  type MessageIds,
  type Track,
} from '#shared/bytes/findMessage.ts';
import type { Frame, Span } from '#shared/bytes/frame.ts';
import { maxCrossingBytes, maxCrossings, type Crossing, type FrameView } from '#shared/bytes/messageBytes.ts';
import type { ByteBoard, ConnectionBytes } from './byteBoard.ts';

/** Where a message, and what came back, crossed the links of this process, as far as their bytes are still kept. */
export function readMessage(board: ByteBoard, ids: MessageIds): Crossing[] {
  const { connections } = board;
  const found = findMessage(connections.map(conversationOf), ids);
  return found
    .flatMap((crossings, index) => {
      const connection = connections[index];
      return connection === undefined ? [] : crossings.map((crossing) => crossingOf(connection, crossing));
    })
    .toSorted((one, other) => one.atUs - other.atUs)
    .slice(0, maxCrossings);
}

function conversationOf({ origin, legs }: ConnectionBytes): Conversation {
  const tracks: Track[] = [];
  for (const leg of ['request', 'reply'] as const) {
    const { sent, arrived } = legs[leg];
    tracks.push({ leg, side: 'sent', ...sent.read() });
    if (arrived !== undefined) tracks.push({ leg, side: 'arrived', ...arrived.read() });
  }
  return { transport: origin.transport, tracks };
}

function crossingOf({ id, origin, ends }: ConnectionBytes, found: Found): Crossing {
  const { track, role, frames } = found;
  const { leg, side } = track;
  const starts = startsOf(frames);
  const views = frames.map((frame, index) => viewOf(found, { frame, index, start: starts[index] ?? 0 }));
  const bytes = Buffer.concat(frames.map(({ at, length }) => track.bytes.subarray(at, at + length)));
  const last = frames.at(-1);
  return {
    role,
    place: origin.place,
    transport: origin.transport,
    leg,
    side,
    ends,
    connection: id,
    atUs: timeAt(track, frames[0]?.at ?? 0),
    endUs: timeAt(track, last === undefined ? 0 : last.at + last.length - 1),
    bytes: bytes.subarray(0, maxCrossingBytes).toString('base64'),
    allBytes: bytes.length,
    frames: views.filter(({ at }) => at < maxCrossingBytes),
    packets: packetsOf(found, starts),
  };
}

/** Where each frame begins among the bytes of all of them. */
function startsOf(frames: readonly Frame[]): number[] {
  let at = 0;
  return frames.map(({ length }) => {
    at += length;
    return at - length;
  });
}

function viewOf(
  { explanations, track }: Found,
  { frame, index, start }: { frame: Frame; index: number; start: number },
): FrameView {
  const { name = '', fields = [] } = explanations[index] ?? {};
  return {
    name,
    at: start,
    length: frame.length,
    streamAt: track.from + frame.at,
    fields: fields
      .filter(({ at }) => at - frame.at + start < maxCrossingBytes)
      .map((field) => ({ ...field, at: field.at - frame.at + start })),
  };
}

function packetsOf(found: Found, starts: readonly number[]): Span[] {
  return found.explanations.flatMap((explanation, index) => {
    const moved = (found.frames[index]?.at ?? 0) - (starts[index] ?? 0);
    return meantPackets(found, explanation).map(({ at, length }) => ({ at: at - moved, length }));
  });
}
