import type { Crossing } from '#shared/bytes/messageBytes.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import { hopFrom, hopTo } from '../trace/hopText.ts';
import type { HopView } from '../trace/hopView.ts';

/** Between whom the bytes went: `from` sent them. */
export function crossingEnds(flow: Flow, hop: HopView, { place, leg }: Crossing): { from: string; to: string } {
  const connected = place.wire === undefined && place.broker === undefined ? hopFrom(flow, hop) : ownName(flow, place);
  const other = otherName(flow, hop, place);
  return leg === 'request' ? { from: connected, to: other } : { from: other, to: connected };
}

type Place = Crossing['place'];

/** The service whose link it is; which of its replicas where there are several. */
function ownName(flow: Flow, { service = '', replica = 0 }: Place): string {
  const drawn = own(flow.services, service);
  const name = drawn?.name ?? service;
  return (drawn?.replicas ?? 1) > 1 ? `${name} ${replica}` : name;
}

function otherName(flow: Flow, hop: HopView, place: Place): string {
  if (place.broker !== undefined) return own(flow.brokers, place.broker)?.name ?? place.broker;
  if (place.external !== undefined) return own(flow.externals, place.external)?.name ?? place.external;
  if (place.wire === undefined) return ownName(flow, place);
  return hopTo(flow, hop).replace('→ ', '') || (own(flow.wires, place.wire)?.name ?? place.wire);
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** To the microsecond: `14:03:22.123456`. */
export const preciseTime = (atUs: number): string =>
  `${clock.format(atUs / 1000)}.${String(Math.floor(atUs) % 1_000_000).padStart(6, '0')}`;

export const bytesText = (count: number): string => (count === 1 ? '1 byte' : `${count} bytes`);
