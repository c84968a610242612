import {
  findMessage,
  timeAt,
  type Conversation,
  type Found,
  type MessageIds,
  type Track,
} from '#shared/bytes/findMessage.ts';
import { indexOfText, type Frame, type Span } from '#shared/bytes/frame.ts';
import { maxCrossingBytes, maxCrossings, type Crossing, type FrameView } from '#shared/bytes/messageBytes.ts';
import type { ByteBoard, ConnectionBytes } from './byteBoard.ts';

/** Where a message, and what came back, crossed the links of this process, as far as their bytes are still kept. */
export function readMessage(board: ByteBoard, ids: MessageIds): Crossing[] {
  const { connections } = board;
  const found = findMessage(connections.map(conversationOf), ids);
  return found
    .flatMap((crossings, index) => {
      const connection = connections[index];
      return connection === undefined ? [] : crossings.map((crossing) => crossingOf(connection, crossing, ids));
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

function crossingOf({ id, origin, ends }: ConnectionBytes, found: Found, ids: MessageIds): Crossing {
  const { track, role, frames, foundBy } = found;
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
    packets: packetsOf(found, starts, ids),
    foundBy,
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

/** Of several messages in one frame only the one that is meant. */
function packetsOf(
  { explanations, frames, track }: Found,
  starts: readonly number[],
  { traceId, hopId }: MessageIds,
): Span[] {
  return explanations.flatMap(({ packets, fields }, index) => {
    const moved = (frames[index]?.at ?? 0) - (starts[index] ?? 0);
    const isMeant = ({ at, length }: Span): boolean => {
      const part = fields.find((field) => field.at >= at && field.at < at + length)?.part;
      const inPart = fields.filter((field) => field.part === part);
      const from = Math.min(at, ...inPart.map((field) => field.at));
      const end = Math.max(at + length, ...inPart.map((field) => field.at + field.length));
      return indexOfText(track.bytes, `${traceId}-${hopId}`, { from, end }) >= 0;
    };
    const meant = packets.length > 1 ? packets.filter(isMeant) : [];
    return (meant.length > 0 ? meant : packets).map(({ at, length }) => ({ at: at - moved, length }));
  });
}
