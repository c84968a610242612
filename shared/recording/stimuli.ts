import type { Pattern } from '../flow/pattern.ts';
import type { Json } from '../json.ts';
import { isHopEvent, type HopEvent } from '../trace.ts';
import type { Recording } from './recording.ts';

/** What came into the playground from outside: a driver's request, a message that a person sent over a wire, a stranger's. */
export type Stimulus = {
  /** Counted from 1, in the order in which they came. */
  number: number;
  atUs: number;
  traceId: string;
  pattern: Pattern;
  /** Its last sign in the recording: whatever came later came when it was over. */
  lastUs: number;
  /** Only the beginning of its payload is known. */
  isCut?: true;
} & (
  | { from: 'driver'; driver: string; data?: Json | undefined }
  | { from: 'person'; wire: string; kind: 'request' | 'event'; data?: Json | undefined }
  /** Straight to a service's port: nobody here sent it, so nobody here can send it again. */
  | { from: 'stranger' }
);

/** The messages that began the traces of a recording: those of traces that had begun before it are not among them. */
export function stimuliOf({ events, payloads }: Pick<Recording, 'events' | 'payloads'>): Stimulus[] {
  const whole = new Map(payloads.map(({ seq, data }) => [seq, data]));
  const seen = new Map<string, Stimulus | undefined>();
  const stimuli: Stimulus[] = [];
  for (const event of events) {
    if (!isHopEvent(event)) continue;
    const known = seen.get(event.traceId);
    if (known !== undefined) known.lastUs = Math.max(known.lastUs, event.atUs);
    if (seen.has(event.traceId)) continue;
    const stimulus = begunBy(event, { number: stimuli.length + 1, whole });
    seen.set(event.traceId, stimulus);
    if (stimulus !== undefined) stimuli.push(stimulus);
  }
  return stimuli;
}

function begunBy(
  event: HopEvent,
  { number, whole }: { number: number; whole: ReadonlyMap<number, Json> },
): Stimulus | undefined {
  const { type, atUs, traceId, parentId, pattern, driver, wire, kind, dataBytes, headers } = event;
  if (parentId !== undefined) return undefined;
  const common = { number, atUs, traceId, pattern, lastUs: atUs };
  // Our own clients send it along: then this trace began before the recording did.
  const isOurs = headers?.['traceparent'] !== undefined;
  if (type === 'received' && kind === 'http' && !isOurs) return { ...common, from: 'stranger' };
  if (type !== 'called') return undefined;
  const data = whole.get(event.seq) ?? event.data;
  const isCut = dataBytes !== undefined && !whole.has(event.seq);
  const payload = { ...(data === undefined ? {} : { data }), ...(isCut ? { isCut: true as const } : {}) };
  if (driver !== undefined) return { ...common, from: 'driver', driver, ...payload };
  if (wire === undefined || kind === 'http') return undefined;
  return { ...common, from: 'person', wire, kind, ...payload };
}
