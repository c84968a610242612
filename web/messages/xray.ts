import type { Flow } from '#shared/flow/flow.ts';
import { globalsReachMessages } from '#shared/flow/hybrid.ts';
import { own } from '#shared/flow/lookup.ts';
import type { Json } from '#shared/json.ts';
import type { HopEvent } from '#shared/trace.ts';
import type { HopView } from '../trace/hopView.ts';
import { keptWords, wordsOf, type Thrown } from './xrayWords.ts';

/** One place on the way of an exception to the caller. */
export interface XrayStage {
  title: string;
  value: Json;
  /** What happened to it here, where that needs saying. */
  note?: string;
  /** The words of the exception are not there any more, and were at the stage before. */
  isLost?: true;
}

/** An exception from where it was thrown to what the caller got. */
export interface Xray {
  stages: XrayStage[];
  /** What has become of it between the stages. */
  verdict: string;
  /** Why a filter that is drawn has not acted. */
  hint?: string;
}

/**
 * What Nest's filters made of an exception, what of that went over the wire, and what the caller got.
 * Undefined when nothing threw for this message. Of a retried message the last attempt counts.
 */
export function xrayOf(hop: HopView, flow: Flow): Xray | undefined {
  const threw = hop.events.findLast(({ type }) => type === 'threw');
  if (threw?.error === undefined) return undefined;
  const thrown = wordsOf(threw.error);
  const replied = repliedTo(hop, threw);
  const first: XrayStage = {
    title: 'Thrown',
    value: threw.error,
    ...(threw.note === undefined ? {} : { note: `${threw.note} No handler has begun.` }),
  };
  const got = gotBy(hop);
  const stages = [
    first,
    ...(replied === undefined ? [] : [filtered(thrown, replied), onTheWire(replied)]),
    ...(got === undefined || hop.kind === 'event' ? [] : [{ title: 'The caller got', value: got }]),
  ];
  const lostAt = stages.findIndex(({ value }, place) => place > 0 && !keptWords(thrown, value));
  return {
    stages: stages.map((stage, place) => (place === lostAt ? { ...stage, isLost: true } : stage)),
    ...hintFor(replied, flow),
    verdict: verdictOf(thrown, { hop, replied, got, lostAt: stages[lostAt]?.title }),
  };
}

/** The reply of whoever threw it: on a broker several may answer. */
const repliedTo = (hop: HopView, { service, replica }: HopEvent): HopEvent | undefined =>
  hop.events.findLast((event) => event.type === 'replied' && event.service === service && event.replica === replica);

function gotBy(hop: HopView): Json | undefined {
  const failed = hop.events.findLast(({ type }) => type === 'failed' || type === 'timedOut');
  if (failed?.error !== undefined) return failed.error;
  // What a driver got of HTTP: its status is the answer, and the body goes with it.
  if (failed?.status !== undefined) return { status: failed.status, body: failed.data ?? null };
  return hop.reply;
}

const titles = { filtered: 'After Nest’s filters', wire: 'On the wire' } as const;

function filtered(thrown: Thrown, { error, status, data }: HopEvent): XrayStage {
  const title = titles.filtered;
  if (status !== undefined) return { title, value: data ?? null, note: httpNote(status) };
  const value = error ?? null;
  return { title, value, note: messageNote(thrown, value) };
}

const httpNote = (status: number): string =>
  status === 500
    ? 'Only an HttpException answers for itself over HTTP: what is none becomes a 500.'
    : `The answer over HTTP, with status ${status}.`;

function messageNote(thrown: Thrown, value: Json): string {
  if (isSame(value, hidden)) {
    return 'Without a filter of your own only an RpcException leaves a microservice: what is none is hidden from callers.';
  }
  if (isSame(value, thrown.value)) return 'It goes on as it is.';
  if (thrown.made !== undefined && isSame(value, thrown.made)) return 'What the RpcException was made of.';
  if (typeof value === 'string') return 'A mere text: it has no status, and no message that a caller could read.';
  if (keptWords(thrown, value)) return 'Its words are kept; of its class nothing is.';
  return 'What a filter of your own made of it.';
}

const hidden = { status: 'error', message: 'Internal server error' };
const isSame = (one: Json, other: Json): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The packet of Nest, or the answer over HTTP. */
function onTheWire({ error, status, data, packet }: HopEvent): XrayStage {
  const title = titles.wire;
  if (status !== undefined) return { title, value: { status, body: data ?? null } };
  if (packet === undefined)
    return { title, value: { err: error ?? null }, note: 'As it was handed over to be written.' };
  const written = readPacket(packet);
  const note = `The packet of @nestjs/microservices, ${packet.length} characters, as it was written.`;
  const isEmptied = isSame(written.err ?? null, {}) && !isSame(error ?? null, {});
  return {
    title,
    value: written.value,
    note: isEmptied ? 'JSON writes what an object has as properties of its own; an Error has none.' : note,
  };
}

function readPacket(packet: string): { value: Json; err?: Json | undefined } {
  try {
    const value = JSON.parse(packet) as Json;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { value, err: value['err'] }
      : { value };
  } catch {
    // Too long to be told whole, or of a transport that writes something else.
    return { value: packet };
  }
}

/** As its service is drawn now. */
function hintFor(replied: HopEvent | undefined, flow: Flow): { hint?: string } {
  const service = own(flow.services, replied?.service ?? '');
  const isHidden = replied?.status === undefined && isSame(replied?.error ?? null, hidden);
  if (!isHidden || service?.filter === undefined || globalsReachMessages(service)) return {};
  const hint = `${service.name} has a filter, which reaches HTTP only: in a hybrid application a microservice inherits it when “Inherits app config” is on.`;
  return { hint };
}

interface Outcome {
  hop: HopView;
  replied: HopEvent | undefined;
  got: Json | undefined;
  lostAt: string | undefined;
}

/** One sentence: where the words of the exception went. */
function verdictOf(thrown: Thrown, { hop, replied, got, lostAt }: Outcome): string {
  const { name } = thrown;
  if (hop.kind === 'event')
    return `Nobody is told of ${name}: an event has no reply, only the log of the service knows.`;
  const caller = got === undefined ? 'the caller has got nothing yet' : `the caller got ${gotText(got)}`;
  if (replied === undefined) return `No reply has left for ${name}; ${caller}.`;
  switch (lostAt) {
    case undefined:
      break;
    case titles.filtered:
      return `The text of ${name} is gone after Nest’s filter; ${caller}.`;
    case titles.wire:
      return `The text of ${name} is gone on the wire, where JSON leaves nothing of it; ${caller}.`;
    default:
      return hop.state === 'timedOut'
        ? `The answer left with the text of ${name}, but too late: ${caller}.`
        : `The answer left with the text of ${name}, but ${caller}.`;
  }
  if (replied.status !== undefined)
    return `${capital(name)} answers for itself over HTTP, with status ${replied.status}.`;
  const made = thrown.made !== undefined && isSame(replied.error ?? null, thrown.made);
  if (made) return `Nothing but its class is lost of ${name}: the caller gets what it was made of.`;
  return `The text of ${name} reaches the caller; its class does not.`;
}

function gotText(got: Json): string {
  const words = wordsOf(got);
  return words.texts.length === 0 ? JSON.stringify(got) : `“${words.texts.join(', ')}”`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
