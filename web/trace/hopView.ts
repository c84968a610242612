import type { Pattern } from '#shared/flow/pattern.ts';
import type { Json } from '#shared/json.ts';
import type { HopEvent, MessageKind } from '#shared/trace.ts';

/** What one message looks like to a person, put together from its events. */
export type HopState = 'pending' | 'ok' | 'failed' | 'timedOut' | 'lost' | 'cancelled';

/** One replica that got the message. */
export interface Delivery {
  service: string;
  replica: number;
  listener?: string | undefined;
  handler?: string | undefined;
  receivedUs: number;
  repliedUs?: number | undefined;
  failed: boolean;
}

export interface HopView {
  hopId: string;
  traceId: string;
  parentId?: string | undefined;
  pattern: Pattern;
  kind: MessageKind;
  attempt?: number | undefined;
  wire?: string | undefined;
  driver?: string | undefined;
  external?: string | undefined;
  /** Who sent it; undefined for a foreign client. */
  fromService?: string | undefined;
  deliveries: Delivery[];
  startedUs: number;
  /** When the caller was done with it. */
  endedUs?: number | undefined;
  /** The newest event: later than `endedUs` when work went on though nobody waited. */
  lastUs: number;
  state: HopState;
  /** A reply came that nobody waited for. */
  orphaned: boolean;
  data?: Json | undefined;
  dataSeq?: number | undefined;
  dataBytes?: number | undefined;
  reply?: Json | undefined;
  replySeq?: number | undefined;
  replyBytes?: number | undefined;
  error?: Json | undefined;
  status?: number | undefined;
  timeoutMs?: number | undefined;
  headers?: Record<string, string> | undefined;
  /** Faults that acted on it or caused it. */
  faults: string[];
  events: HopEvent[];
}

function newHop(event: HopEvent): HopView {
  const { hopId, traceId, parentId, pattern, kind, attempt, atUs } = event;
  return {
    hopId,
    traceId,
    parentId,
    pattern,
    kind,
    attempt,
    deliveries: [],
    startedUs: atUs,
    lastUs: atUs,
    state: 'pending',
    orphaned: false,
    faults: [],
    events: [],
  };
}

/** The hop after one more event. Pure; events of one hop must come in the order of `seq`. */
export function addToHop(before: HopView | undefined, event: HopEvent): HopView {
  const hop: HopView = { ...(before ?? newHop(event)) };
  hop.events = [...hop.events, event];
  hop.lastUs = Math.max(hop.lastUs, event.atUs);
  if (event.faults !== undefined) hop.faults = [...new Set([...hop.faults, ...event.faults])];
  switch (event.type) {
    case 'called':
    case 'sent':
      takeCaller(hop, event);
      break;
    case 'received':
      takeDelivery(hop, event);
      break;
    case 'started':
      changeDelivery(hop, event, { handler: event.handler });
      break;
    case 'unhandled':
      if (hop.kind !== 'request') end(hop, 'failed', event);
      break;
    case 'threw':
      hop.error ??= event.error;
      changeDelivery(hop, event, { failed: true });
      if (hop.kind === 'event') hop.state = 'failed';
      break;
    case 'replied':
      takeReply(hop, event);
      break;
    case 'answered':
      hop.reply = event.data;
      hop.replySeq = event.seq;
      hop.replyBytes = event.dataBytes;
      hop.status = event.status ?? hop.status;
      break;
    case 'completed':
      end(hop, hop.state === 'lost' ? 'lost' : 'ok', event);
      break;
    case 'failed':
      hop.error = event.error ?? hop.error;
      hop.status = event.status ?? hop.status;
      end(hop, hop.state === 'timedOut' ? 'timedOut' : 'failed', event);
      break;
    case 'timedOut':
      end(hop, 'timedOut', event);
      break;
    case 'cancelled':
      end(hop, 'cancelled', event);
      break;
    case 'lost':
      if (hop.kind === 'event') end(hop, 'lost', event);
      break;
    case 'orphaned':
      hop.orphaned = true;
      break;
    case 'retried':
    case 'rejected':
    case 'breakerChanged':
    case 'fellBack':
    case 'hedged':
    case 'deadLettered':
    case 'replayed':
    case 'held':
    case 'released':
    case 'injected':
    case 'logged':
      break;
  }
  return hop;
}

function takeCaller(hop: HopView, event: HopEvent): void {
  hop.wire = event.wire ?? hop.wire;
  hop.driver = event.driver ?? hop.driver;
  hop.external = event.external ?? hop.external;
  hop.fromService = event.service ?? hop.fromService;
  hop.timeoutMs = event.timeoutMs ?? hop.timeoutMs;
  if (event.type === 'called' && event.data !== undefined) {
    hop.data = event.data;
    hop.dataSeq = event.seq;
    hop.dataBytes = event.dataBytes;
  }
}

function takeDelivery(hop: HopView, event: HopEvent): void {
  const { service = '', replica = 0, listener, handler, atUs } = event;
  hop.deliveries = [...hop.deliveries, { service, replica, listener, handler, receivedUs: atUs, failed: false }];
  hop.headers = event.headers ?? hop.headers;
  hop.pattern = event.pattern;
  if (hop.data === undefined && event.data !== undefined) {
    hop.data = event.data;
    hop.dataSeq = event.seq;
    hop.dataBytes = event.dataBytes;
  }
}

function takeReply(hop: HopView, event: HopEvent): void {
  if (event.last !== false) changeDelivery(hop, event, { repliedUs: event.atUs });
  // Somebody else's client called: what left here is the last that we see of it.
  const isForeign = hop.wire === undefined && hop.driver === undefined;
  if (!isForeign) return;
  hop.reply = event.data ?? hop.reply;
  hop.status = event.status ?? hop.status;
  if (event.last === false) return;
  const isError = event.error !== undefined || (event.status ?? 0) >= 400;
  if (isError) hop.error = event.error ?? event.data ?? hop.error;
  end(hop, isError ? 'failed' : 'ok', event);
}

function changeDelivery(hop: HopView, event: HopEvent, change: Partial<Delivery>): void {
  hop.deliveries = hop.deliveries.map((delivery) =>
    delivery.service === event.service && delivery.replica === event.replica ? { ...delivery, ...change } : delivery,
  );
}

/** The caller is done with it; only the first end counts, but a better reason may follow. */
function end(hop: HopView, state: HopState, event: HopEvent): void {
  hop.endedUs ??= event.atUs;
  hop.state = state;
}

/**
 * How long a message took, in µs, for whoever speaks of it: until its caller was done with it, late replies left out. Nobody waits
 * for an event: it lasts as long as anybody works on it, as does what is still under way.
 */
export const tookUs = ({ kind, startedUs, endedUs, lastUs }: HopView): number =>
  (kind === 'event' ? lastUs : (endedUs ?? lastUs)) - startedUs;
