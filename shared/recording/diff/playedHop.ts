import { endName, own } from '../../flow/lookup.ts';
import type { Flow } from '../../flow/flow.ts';
import { patternText, type Pattern } from '../../flow/pattern.ts';
import type { Json } from '../../json.ts';
import type { HopEvent, MessageKind } from '../../trace.ts';

/** How a message ended for whoever sent it. `pending`: not while anybody looked. */
export type HopEnd = 'pending' | 'answered' | 'done' | 'failed' | 'timedOut' | 'lost' | 'cancelled';

/** One message of a run, as far as two runs are compared. */
export interface PlayedHop {
  hopId: string;
  parentId: string | undefined;
  kind: MessageKind;
  pattern: Pattern;
  /** `payments → ledger`: the wire's ends, or the driver's. */
  place: string;
  attempt: number | undefined;
  wire: string;
  startedUs: number;
  endedUs: number | undefined;
  end: HopEnd;
  status: number | undefined;
  error: Json | undefined;
  reply: Json | undefined;
  /** Handlers that it reached, `payments.charge`; one of them twice when it reached two replicas. In the order of the alphabet. */
  handlers: string[];
  /** `payments replica 1`, counted from 1 as on the screen. */
  replicas: string[];
}

/** All messages of one trace, in the order in which they began. */
export function playedHops(flow: Flow, events: readonly HopEvent[]): PlayedHop[] {
  const byHop = new Map<string, HopEvent[]>();
  for (const event of events) {
    const known = byHop.get(event.hopId);
    if (known === undefined) byHop.set(event.hopId, [event]);
    else known.push(event);
  }
  return [...byHop.values()].map((own) => playedHop(flow, own)).toSorted((a, b) => a.startedUs - b.startedUs);
}

function playedHop(flow: Flow, events: readonly HopEvent[]): PlayedHop {
  const find = <T>(of: (event: HopEvent) => T | undefined): T | undefined => {
    for (const event of events) {
      const value = of(event);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const [first] = events;
  const kind = first?.kind ?? 'request';
  const received = events.filter(({ type }) => type === 'received');
  const handled = events.filter(
    ({ type, handler }) => (type === 'received' || type === 'started') && handler !== undefined,
  );
  const perReplica = new Map(
    handled.map(({ service, replica, handler }) => [`${service} ${replica}`, `${service}.${handler}`]),
  );
  const ending = endOf(events, kind);
  return {
    hopId: first?.hopId ?? '',
    parentId: find(({ parentId }) => parentId),
    kind,
    pattern: first?.pattern ?? '',
    place: placeOf(flow, events),
    // Later ones of a call say which of its tries they are about.
    attempt: first?.attempt,
    wire: find(({ wire }) => wire) ?? find(({ driver }) => driver) ?? '',
    startedUs: first?.atUs ?? 0,
    ...ending,
    handlers: [...perReplica.values()].toSorted(),
    replicas: [
      ...new Set(received.map(({ service = '', replica = 0 }) => `${nameOf(flow, service)} replica ${replica + 1}`)),
    ].toSorted(),
  };
}

type Ending = Pick<PlayedHop, 'end' | 'endedUs' | 'status' | 'error' | 'reply'>;

/** As its caller saw it; of an event, which has none, as its handlers did. */
function endOf(events: readonly HopEvent[], kind: MessageKind): Ending {
  const ending: Ending = { end: 'pending', endedUs: undefined, status: undefined, error: undefined, reply: undefined };
  const finish = (end: HopEnd, { atUs, status, error }: HopEvent): void => {
    // What the caller got says it best, whatever it was that failed before.
    ending.end = ending.end === 'timedOut' || ending.end === 'lost' ? ending.end : end;
    ending.endedUs ??= atUs;
    ending.status = status ?? ending.status;
    ending.error = error ?? ending.error;
  };
  for (const event of events) {
    if (event.type === 'answered') {
      ending.reply = event.data;
      finish('answered', event);
    } else if (event.type === 'completed') finish(ending.end === 'answered' ? 'answered' : 'done', event);
    else if (event.type === 'failed') finish('failed', event);
    else if (event.type === 'timedOut') finish('timedOut', event);
    else if (event.type === 'cancelled') finish('cancelled', event);
    else if (event.type === 'lost' && kind === 'event') finish('lost', event);
    else if (event.type === 'threw' && kind === 'event') {
      ending.end = 'failed';
      ending.error = event.error ?? ending.error;
    }
  }
  return ending;
}

function placeOf(flow: Flow, events: readonly HopEvent[]): string {
  const wireId = events.find(({ wire }) => wire !== undefined)?.wire;
  const driverId = events.find(({ driver }) => driver !== undefined)?.driver;
  const wire = wireId === undefined ? undefined : own(flow.wires, wireId);
  if (wire !== undefined) return `${nameOf(flow, wire.from)} → ${nameOf(flow, wire.to)}`;
  const driver = driverId === undefined ? undefined : own(flow.drivers, driverId);
  if (driver !== undefined) return `${driver.name} → ${nameOf(flow, driver.to)}`;
  return nameOf(flow, events.find(({ service }) => service !== undefined)?.service ?? '');
}

/** `{ cmd: 'charge' }` is read as `charge`. */
export function shortPattern(pattern: Pattern): string {
  if (typeof pattern === 'string') return pattern;
  const [only, ...others] = Object.values(pattern);
  return typeof only === 'string' && others.length === 0 ? only : patternText(pattern);
}

const nameOf = (flow: Flow, id: string): string => endName(flow, id) ?? id;
