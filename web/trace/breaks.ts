import type { Fault } from '#shared/faults/fault.ts';
import { isHopEvent, type ChangeEvent, type EventPlace, type TraceEvent } from '#shared/trace.ts';

/** What was broken from when until when: a fault that was on, a service or broker that was down. Times in µs on the clock of the events. */
export interface Break {
  /** Of this break and no other. */
  id: string;
  /** What can be broken only once at a time: the fault, the replica, the broker. */
  key: string;
  /** As it was set last; without it something was down. */
  fault?: Fault | undefined;
  /** Where, in ids of the flow. */
  place: EventPlace;
  /** Undefined: before anything that is still known. */
  startUs: number | undefined;
  /** Undefined: it still is. */
  endUs?: number | undefined;
  /** How it ended. */
  end?: 'mended' | 'ended' | 'up' | undefined;
  by?: 'monkey' | undefined;
  /** Why, in plain words. */
  note?: string | undefined;
}

const maxBreaks = 300;

/** The breaks after these events; the same list when they say nothing of it. The oldest that are over make room. */
export function addBreaks(before: readonly Break[], events: readonly TraceEvent[]): readonly Break[] {
  const changes = events.filter((event): event is ChangeEvent => !isHopEvent(event) && tells(event));
  if (changes.length === 0) return before;
  const breaks = [...before];
  for (const change of changes) addChange(breaks, change);
  return makeRoom(breaks);
}

/** What is told of a listener is that a fault acted there: its service is as it was. */
function tells({ type, service, listener }: ChangeEvent): boolean {
  if (type === 'wireChanged') return false;
  return type !== 'serviceChanged' || (service !== undefined && listener === undefined);
}

function addChange(breaks: Break[], change: ChangeEvent): void {
  const { state, atUs } = change;
  if (change.type === 'faultChanged') {
    if (state === 'on' || state === 'changed') begin(breaks, change);
    else end(breaks, change, { endUs: atUs, end: state === 'mended' ? 'mended' : 'ended' });
  } else if (state === 'down') begin(breaks, change);
  else if (state !== 'starting') end(breaks, change, { endUs: atUs, end: 'up' });
}

function begin(breaks: Break[], change: ChangeEvent): void {
  const key = keyOf(change);
  const { fault, atUs, seq, by, note } = change;
  const open = breaks.findIndex((one) => one.key === key && one.endUs === undefined);
  const known = breaks[open];
  // Put on anew it goes on, as it is set now; a broker says twice that it is down.
  if (known !== undefined) breaks[open] = { ...known, fault: fault ?? known.fault };
  else {
    const startUs = change.state === 'changed' ? undefined : atUs;
    breaks.push({ id: `${key} ${seq}`, key, fault, place: placeOf(change), startUs, by, note });
  }
}

function end(breaks: Break[], change: ChangeEvent, ending: { endUs: number; end: NonNullable<Break['end']> }): void {
  const { fault, seq } = change;
  const key = keyOf(change);
  // When all replicas went down at once, with what runs them, they come back one by one.
  const keys = [key, ...(change.type === 'serviceChanged' ? [`service ${change.service}`] : [])];
  let found = false;
  for (const [index, one] of breaks.entries()) {
    if (one.endUs !== undefined || !keys.includes(one.key)) continue;
    breaks[index] = { ...one, ...ending };
    found = true;
  }
  // Services and brokers also come up for the first time; a fault was on before it is over.
  if (found || fault === undefined) return;
  breaks.push({ id: `${key} ${seq}`, key, fault, place: placeOf(change), startUs: undefined, ...ending });
}

function keyOf({ type, fault, service, replica, broker }: ChangeEvent): string {
  if (type === 'faultChanged') return `fault ${fault?.id}`;
  if (type === 'brokerChanged') return `broker ${broker}`;
  return replica === undefined ? `service ${service}` : `service ${service} ${replica}`;
}

function placeOf({ service, replica, wire, listener, handler, broker }: ChangeEvent): EventPlace {
  const place = { service, replica, wire, listener, handler, broker };
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
}

function makeRoom(breaks: Break[]): Break[] {
  let tooMany = breaks.length - maxBreaks;
  if (tooMany <= 0) return breaks;
  return breaks.filter(({ endUs }) => endUs === undefined || tooMany-- <= 0);
}
