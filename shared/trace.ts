import type { Fault } from './faults/fault.ts';
import type { Json } from './json.ts';
import type { Pattern } from './flow/pattern.ts';
import type { PolicyKind } from './policies/policies.ts';

/** What happens, as data. The closed list of what can happen to one hop (one message, from being sent to its end), past tense. */
export const hopEventTypes = [
  /** a handler, driver or person asked its wire */
  'called',
  /** one attempt left the client */
  'sent',
  /** it arrived at a replica */
  'received',
  /** no handler there for the pattern */
  'unhandled',
  /** the handler began */
  'started',
  /** the raw error, before Nest's exception filters */
  'threw',
  /** a frame left the listener */
  'replied',
  /** the caller got a value */
  'answered',
  /** the call ended well */
  'completed',
  /** the call ended with what the caller got as error */
  'failed',
  /** the caller stopped waiting */
  'cancelled',
  'timedOut',
  'retried',
  'rejected',
  'breakerChanged',
  'fellBack',
  'hedged',
  'deadLettered',
  'replayed',
  /** a reply that nobody waits for */
  'orphaned',
  /** nobody received it */
  'lost',
  'held',
  'released',
  /** a fault acted; events it causes carry its id */
  'injected',
  /** a step wrote a value */
  'logged',
] as const;
export type HopEventType = (typeof hopEventTypes)[number];

export const changeEventTypes = [
  'serviceChanged',
  'brokerChanged',
  'wireChanged',
  'faultChanged',
  /** a registry came up or went down, or an instance joined or left it */
  'registryChanged',
] as const;
export type ChangeEventType = (typeof changeEventTypes)[number];

export type MessageKind = 'request' | 'event' | 'http';

/** Where something happened; ids of the flow. `replica` counts from 0. */
export interface EventPlace {
  service?: string | undefined;
  replica?: number | undefined;
  wire?: string | undefined;
  listener?: string | undefined;
  handler?: string | undefined;
  broker?: string | undefined;
  driver?: string | undefined;
  external?: string | undefined;
  registry?: string | undefined;
}

interface EventBase extends EventPlace {
  /** Counts from 1 without gaps within a session; set by the server. */
  seq: number;
  /** Microseconds since 1970, from a clock that never steps back and is one for all processes of the machine. */
  atUs: number;
  /** Payload or value; over 8 kB a text that holds its beginning, and `dataBytes` says how long it is. */
  data?: Json | undefined;
  dataBytes?: number | undefined;
  /** Exactly what was thrown or got: a text, an object, or `{ name, message, code? }` of an Error; docs/protocol.md has the rest. */
  error?: Json | undefined;
  /** The faults that caused this. */
  faults?: string[] | undefined;
  /** Plain words: why, or what changed. */
  note?: string | undefined;
}

/** `mended`: its breakpoint was taken away, or was over. `passed`: it was not held at all, as too many were held already. */
export type HeldOutcome = 'released' | 'dropped' | 'duplicated' | 'edited' | 'mended' | 'passed';

/** A breaker at one moment. */
export interface BreakerView {
  state: 'closed' | 'open' | 'halfOpen';
  /** In a row, of `limit` that open it. */
  failures: number;
  limit: number;
  halfOpenAfterMs: number;
}

export interface HopEvent extends EventBase {
  type: HopEventType;
  /** 32 hex digits (W3C). */
  traceId: string;
  /** 16 hex digits: the W3C parent-id that travels with this message. */
  hopId: string;
  /** The message during whose handling this one was sent. */
  parentId?: string | undefined;
  pattern: Pattern;
  kind: MessageKind;
  /** Which attempt of its call this message is, from 1; on a call itself, which one it is about. */
  attempt?: number | undefined;
  /** `called`: how many attempts the call may take, each of them a hop below it; `retried`: of how many. */
  attempts?: number | undefined;
  /** `retried`: how long the call waits before it. */
  delayMs?: number | undefined;
  /** `rejected`: the policy that refused. */
  policy?: PolicyKind | undefined;
  /** `breakerChanged` */
  breaker?: BreakerView | undefined;
  /** `hedged`: the attempt whose value came first; not there when the second one has only just been sent. */
  winner?: number | undefined;
  /** The same on every attempt of a call whose wire has idempotency. */
  idempotencyKey?: string | undefined;
  /** How many subscribers a broker counted. */
  receivers?: number | undefined;
  /** `replied`: whether this frame ends the reply. */
  last?: boolean | undefined;
  /** `replied` with an error, over a Nest transport: the packet as it was written to the wire, its text. */
  packet?: string | undefined;
  status?: number | undefined;
  headers?: Record<string, string> | undefined;
  /** `called`: when the caller will give up, in ms. */
  timeoutMs?: number | undefined;
  /** `held`, `released`, and `lost` while it was held: which way the message goes. */
  leg?: 'request' | 'reply' | undefined;
  /** `released`: what became of a message that a breakpoint held. */
  how?: HeldOutcome | undefined;
}

/** A fault was put on, put on anew with other settings, taken away by somebody, or is over by itself. */
export type FaultState = 'on' | 'changed' | 'mended' | 'ended';

export interface ChangeEvent extends EventBase {
  type: ChangeEventType;
  /** The new state: of a service, broker, wire or fault. */
  state: string;
  /** `faultChanged`: as it is set from then on, or was until then. */
  fault?: Fault | undefined;
  /** `faultChanged`: whose doing it was, when it was no person's. */
  by?: 'monkey' | undefined;
  /** `wireChanged`: policies that have forgotten what they knew of earlier calls. */
  renewed?: PolicyKind[] | undefined;
}

export type TraceEvent = HopEvent | ChangeEvent;
/** As the runner makes it: the server numbers it. */
export type UnnumberedEvent = Omit<HopEvent, 'seq'> | Omit<ChangeEvent, 'seq'>;

export function isHopEvent(event: TraceEvent): event is HopEvent {
  return 'hopId' in event;
}

/** Payloads over this many bytes of JSON are cut in the stream and fetched on demand. */
export const maxEventDataBytes = 8192;

/** One line for a person out of any of the three shapes an error has on the wire. */
export function errorText(error: Json | undefined): string {
  if (error === undefined || error === null) return '';
  if (typeof error !== 'object') return String(error);
  if (Array.isArray(error)) return JSON.stringify(error);
  const { name, message } = error;
  if (typeof message === 'string')
    return typeof name === 'string' && name !== 'Error' ? `${name}: ${message}` : message;
  return JSON.stringify(error);
}
