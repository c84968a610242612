/**
 * Which frames of some connections carried one message. The request has the ids of its hop in it, in what every one of our
 * clients sends along; its reply is known by the packet's id, by the stream of HTTP/2, or by coming next in HTTP/1.1.
 */
import type { Transport } from '../transports/transport.ts';
import { cutLeg, type KeptLeg } from './cutLeg.ts';
import { indexOfText, type Explanation, type Span, type Frame, type Leg } from './frame.ts';
import { frameReaderOf } from './readers.ts';

export interface Track extends KeptLeg {
  leg: Leg;
  side: 'sent' | 'arrived';
}

export interface Found {
  track: Track;
  role: 'request' | 'reply';
  /** In their order: one, unless the protocol takes a message apart. */
  frames: readonly Frame[];
  explanations: readonly Explanation[];
  /** What it was found by; empty when it was not by what stands in it. */
  mark: string;
}

/** A track with the frames that are messages together. */
interface Messages {
  track: Track;
  groups: readonly (readonly Frame[])[];
}

export interface Conversation {
  transport: Transport;
  tracks: readonly Track[];
}

export interface MessageIds {
  traceId: string;
  hopId: string;
}

/** Names that are any shorter could stand anywhere. */
const minIdLength = 8;

/** What was found on each of the connections, in their order. */
export function findMessage(conversations: readonly Conversation[], { traceId, hopId }: MessageIds): Found[][] {
  const all = conversations.map((conversation) => messagesOf(conversation));
  const mark = `${traceId}-${hopId}`;
  const requests = all.map((tracks) => tracks.flatMap((messages) => matching(messages, mark, 'request')));
  const ids = new Set(requests.flat().flatMap(idsOf));
  return all.map((tracks, index) => {
    const asked = requests[index] ?? [];
    const taken = new Set(asked.flatMap(({ frames }) => frames));
    const replies = [...ids]
      .filter((id) => id.length >= minIdLength)
      .flatMap((id) => tracks.flatMap((messages) => matching(messages, id, 'reply')))
      .filter(({ frames }) => !frames.some((frame) => taken.has(frame)));
    return [...asked, ...replies, ...answersByPlace(conversations[index]?.transport, asked, tracks)];
  });
}

function messagesOf({ transport, tracks }: Conversation): Messages[] {
  const bySide = { sent: frameReaderOf(transport, tracks), arrived: frameReaderOf(transport, tracks) };
  const inOrder = [...tracks].sort((one, other) => other.leg.localeCompare(one.leg));
  return inOrder.map((track) => ({ track, groups: groupsOf(cutLeg(bySide[track.side], track.leg, track)) }));
}

function groupsOf(frames: readonly Frame[]): Frame[][] {
  const groups = new Map<string | Frame, Frame[]>();
  for (const frame of frames) {
    const key = frame.group ?? frame;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [frame]);
    else group.push(frame);
  }
  return [...groups.values()];
}

function matching({ track, groups }: Messages, text: string, role: Found['role']): Found[] {
  const isIn = (frame: Frame): boolean =>
    indexOfText(track.bytes, text, { from: frame.at, end: frame.at + frame.length }) >= 0 ||
    frame.texts?.some((said) => said.includes(text)) === true;
  // One look at all of it tells whether to look at each of them.
  const mayBeThere = indexOfText(track.bytes, text) >= 0 || groups.some((group) => group.some(({ texts }) => texts));
  if (!mayBeThere) return [];
  return groups.filter((group) => group.some(isIn)).map((frames) => found({ track, role, frames, mark: text }));
}

function found({ frames, ...rest }: Pick<Found, 'track' | 'role' | 'frames' | 'mark'>): Found {
  return { ...rest, frames, explanations: frames.map((frame) => frame.explain()) };
}

/** What the answer to a request is known by. */
function idsOf({ track, explanations, mark }: Found): string[] {
  return explanations.flatMap((explanation) => {
    const isOne = explanation.packets.length <= 1;
    return explanation.ids
      .filter(({ part }) => isOne || isInPart({ track, explanation, part }, mark))
      .map(({ id }) => id);
  });
}

/** Of several messages in one frame those that are meant; all of them where that cannot be told. */
export function meantPackets({ track, mark }: Found, explanation: Explanation): readonly Span[] {
  const { packets, fields } = explanation;
  if (packets.length <= 1 || mark === '') return packets;
  const meant = packets.filter(({ at, length }) => {
    const part = fields.find((field) => field.at >= at && field.at < at + length)?.part;
    return isInPart({ track, explanation, part }, mark);
  });
  return meant.length > 0 ? meant : packets;
}

function isInPart(
  { track, explanation, part }: { track: Track; explanation: Explanation; part: string | undefined },
  mark: string,
): boolean {
  const fields = explanation.fields.filter((field) => field.part === part);
  const from = Math.min(...fields.map(({ at }) => at));
  const end = Math.max(...fields.map(({ at, length }) => at + length));
  return indexOfText(track.bytes, mark, { from, end }) >= 0;
}

/** Where an answer names nobody, it belongs to whoever asked on the same stream, or asked last. */
function answersByPlace(
  transport: Transport | undefined,
  asked: readonly Found[],
  tracks: readonly Messages[],
): Found[] {
  if (transport !== 'http' && transport !== 'grpc') return [];
  return asked.flatMap((request) => {
    const { leg, side } = request.track;
    const others = tracks.filter(({ track }) => track.leg !== leg && (track.side === side || isOnly(track, tracks)));
    return others.flatMap(({ track, groups }) => {
      const answer =
        transport === 'grpc'
          ? groups.find(([first]) => first?.group !== undefined && first.group === request.frames[0]?.group)
          : nextAfter(request, track, groups);
      return answer === undefined ? [] : [found({ track, role: 'reply', frames: answer, mark: '' })];
    });
  });
}

const isOnly = (track: Track, tracks: readonly Messages[]): boolean =>
  !tracks.some((other) => other.track !== track && other.track.leg === track.leg);

/** HTTP/1.1 answers one after the other, and a client of Node asks only when the answer before has come. */
function nextAfter(
  { track, frames }: Found,
  answers: Track,
  groups: readonly (readonly Frame[])[],
): readonly Frame[] | undefined {
  const askedUs = timeAt(track, frames[0]?.at ?? 0);
  return groups.find(([first]) => first !== undefined && timeAt(answers, first.at) >= askedUs);
}

/** When the byte at this place of the kept ones passed. */
export function timeAt({ chunks, from }: KeptLeg, at: number): number {
  const place = from + at;
  return chunks.findLast((chunk) => chunk.at <= place)?.atUs ?? chunks[0]?.atUs ?? 0;
}
