import type { HopEvent } from '#shared/trace.ts';
import { durationText } from '../../ui/durationText.ts';
import { shortValue } from '../../ui/shortValue.ts';
import { shortError, shortPattern } from '../hopText.ts';
import type { HopView } from '../hopView.ts';
import type { Lifeline, Lifelines } from './lifelines.ts';

/** One way of one message, from one lifeline to another. */
export interface Arrow {
  hopId: string;
  kind: 'request' | 'reply' | 'event';
  from: Lifeline;
  to: Lifeline;
  /** When it left, and when it arrived: µs. */
  leftUs: number;
  arrivedUs: number;
  seq: number;
  label: string;
  failed: boolean;
  /** It never came: what left and reached nobody, a reply that never left, or one that is still waited for. */
  ghost?: 'unreached' | 'unanswered' | 'waiting' | undefined;
  /** It came when nobody waited any more. */
  late: boolean;
}

/** What has not happened yet stands below all that has. */
export const notYetUs = Number.MAX_SAFE_INTEGER;

/** A call whose attempts are messages of their own never leaves as itself. */
export const isCallOfAttempts = (hop: HopView): boolean =>
  hop.events.some(({ attempts, type }) => type === 'called' && attempts !== undefined);

/** Every way that one message went: to whom it came, and what came back. */
export function arrowsOf(hop: HopView, lifelines: Lifelines): Arrow[] {
  if (isCallOfAttempts(hop) || hop.events.some(({ type }) => type === 'rejected')) return [];
  const requests = requestArrows(hop, lifelines);
  return hop.kind === 'event' ? requests : [...requests, ...replyArrows(hop, lifelines)];
}

function requestArrows(hop: HopView, lifelines: Lifelines): Arrow[] {
  const caller = lifelines.callerOf(hop);
  const broker = lifelines.brokerOf(hop);
  const received = hop.events.filter(({ type }) => type === 'received');
  const sent = hop.events.find(({ type }) => type === 'sent');
  const first = sent ?? hop.events[0];
  if (first === undefined) return [];
  const leftUs = Math.min(first.atUs, ...received.map(({ atUs }) => atUs));
  const common = {
    hopId: hop.hopId,
    kind: hop.kind === 'event' ? 'event' : 'request',
    label: shortPattern(hop.pattern) + ((hop.attempt ?? 1) > 1 ? ` · try ${hop.attempt}` : ''),
    late: false,
  } as const;
  const straight = (event: HopEvent): Pick<Arrow, 'leftUs' | 'arrivedUs' | 'seq'> => ({
    leftUs: event.atUs,
    arrivedUs: event.atUs,
    seq: event.seq,
  });
  const arrows: Arrow[] = [];
  const isLost = received.length === 0 && (sent === undefined || hop.state !== 'pending') && hop.external === undefined;
  if (broker !== undefined || received.length === 0) {
    const answered = hop.events.some(({ type }) => type === 'answered');
    const ghost = broker === undefined ? isLost && !answered : sent === undefined && received.length === 0;
    arrows.push({
      ...common,
      from: caller,
      to: broker ?? lifelines.targetOf(hop),
      leftUs,
      arrivedUs: leftUs,
      seq: first.seq,
      failed: ghost && hop.state !== 'pending',
      ghost: ghost ? 'unreached' : undefined,
    });
  }
  for (const event of received) {
    const to = lifelines.service(event.service ?? '', event.replica);
    const failed =
      hop.kind === 'event' &&
      hop.deliveries.some(
        ({ service, replica, failed: threw }) => threw && service === event.service && replica === event.replica,
      );
    if (broker !== undefined) arrows.push({ ...common, from: broker, to, ...straight(event), failed });
    else if (caller.kind === 'outside') arrows.push({ ...common, from: caller, to, ...straight(event), failed });
    else arrows.push({ ...common, from: caller, to, leftUs, arrivedUs: event.atUs, seq: first.seq, failed });
  }
  return arrows;
}

function replyArrows(hop: HopView, lifelines: Lifelines): Arrow[] {
  const caller = lifelines.callerOf(hop);
  const broker = lifelines.brokerOf(hop);
  const frames = hop.events.filter(({ type }) => type === 'replied');
  const arrivals = arrivalsOf(hop, frames.length);
  const arrows: Arrow[] = [];
  for (let index = 0; index < Math.max(frames.length, arrivals.length); index += 1) {
    const frame = frames[index];
    const arrival = arrivals[index] ?? (caller.kind === 'outside' ? frame : undefined);
    const event = frame ?? arrival;
    if (event === undefined) continue;
    const from =
      frame === undefined ? replierOf(hop, lifelines) : lifelines.service(frame.service ?? '', frame.replica);
    const failed = [frame, arrival].some(
      (one) => one !== undefined && (one.type === 'failed' || one.error !== undefined || (one.status ?? 0) >= 400),
    );
    const late = arrival?.type === 'orphaned';
    const common = { hopId: hop.hopId, kind: 'reply', label: replyLabel(frame, arrival), failed, late } as const;
    const leftUs = Math.min(event.atUs, arrival?.atUs ?? event.atUs);
    if (broker === undefined || broker.key === from.key) {
      arrows.push({
        ...common,
        from,
        to: caller,
        leftUs,
        arrivedUs: arrival?.atUs ?? leftUs,
        seq: event.seq,
        ghost: arrival === undefined ? 'unreached' : undefined,
      });
      continue;
    }
    arrows.push({ ...common, from, to: broker, leftUs, arrivedUs: leftUs, seq: event.seq });
    const at = arrival ?? event;
    arrows.push({
      ...common,
      from: broker,
      to: caller,
      leftUs: at.atUs,
      arrivedUs: at.atUs,
      seq: at.seq,
      ghost: arrival === undefined ? 'unreached' : undefined,
    });
  }
  return [...arrows, ...missingReply(hop, lifelines, arrivals)];
}

/** What the caller got out of the replies, in order. What it made up itself (a timeout, a fallback) is none. */
function arrivalsOf(hop: HopView, frames: number): HopEvent[] {
  const arrivals: HopEvent[] = [];
  let isOver = false;
  for (const event of hop.events) {
    if (event.type === 'timedOut' || event.type === 'fellBack' || event.type === 'cancelled') isOver = true;
    if (event.type === 'orphaned' || (event.type === 'answered' && !isOver)) arrivals.push(event);
    // An error that was not in a frame is the client's own: the connection broke.
    if (event.type === 'failed' && !isOver && arrivals.length < frames) arrivals.push(event);
    // The end of a stream is a frame without a value.
    if (event.type === 'completed' && !isOver && arrivals.length < frames && hop.driver === undefined)
      arrivals.push(event);
  }
  return arrivals;
}

/** Where the reply stays away, that is drawn, too: at the moment when the caller gave up, or at the end while it waits. */
function missingReply(hop: HopView, lifelines: Lifelines, arrivals: readonly HopEvent[]): Arrow[] {
  const gaveUp = hop.events.find(({ type }) => type === 'timedOut') ?? hop.events.find(({ type }) => type === 'failed');
  const came = arrivals.some(({ type }) => type !== 'orphaned');
  const isWaiting = hop.state === 'pending';
  if (came || (gaveUp === undefined && !isWaiting)) return [];
  const from = replierOf(hop, lifelines);
  const caller = lifelines.callerOf(hop);
  if (caller.kind === 'outside') return [];
  const at = gaveUp ?? hop.events.at(-1);
  if (at === undefined) return [];
  const never = hop.deliveries.length === 0 && gaveUp?.type === 'failed';
  // Nothing was received, so nothing could come back: the ghost of the request says it all.
  if (never && lifelines.brokerOf(hop) === undefined && hop.external === undefined) return [];
  const us = isWaiting ? notYetUs : at.atUs;
  const label =
    gaveUp === undefined
      ? 'no answer yet'
      : gaveUp.type === 'timedOut'
        ? timeoutText(hop)
        : shortError(gaveUp.error, gaveUp.status);
  return [
    {
      hopId: hop.hopId,
      kind: 'reply',
      from,
      to: caller,
      leftUs: us,
      arrivedUs: us,
      seq: at.seq,
      label,
      failed: !isWaiting,
      ghost: isWaiting ? 'waiting' : 'unanswered',
      late: false,
    },
  ];
}

const timeoutText = ({ timeoutMs }: HopView): string =>
  `no answer: timeout${timeoutMs === undefined ? '' : ` ${durationText(timeoutMs)}`}`;

function replierOf(hop: HopView, lifelines: Lifelines): Lifeline {
  const broker = lifelines.brokerOf(hop);
  const [first] = hop.deliveries;
  return broker ?? (first === undefined ? lifelines.targetOf(hop) : lifelines.service(first.service, first.replica));
}

function replyLabel(frame: HopEvent | undefined, arrival: HopEvent | undefined): string {
  const error = arrival?.error ?? frame?.error;
  const status = arrival?.status ?? frame?.status;
  const late = arrival?.type === 'orphaned' ? 'late: ' : '';
  if (error !== undefined) return late + shortError(error, status);
  const data = frame?.data ?? arrival?.data;
  const value = data === undefined ? '' : shortValue(data);
  return late + (status === undefined ? value : `${status}`);
}
