import { cutText } from '#shared/cutText.ts';
import {
  maxNameLength,
  type Broker,
  type Driver,
  type External,
  type Flow,
  type Group,
  type Note,
  type PlacedPart,
  type Registry,
  type Service,
} from '#shared/flow/flow.ts';
import type { SelectableKind } from './selectionStore.ts';

/** What stands on the canvas, whatever part of the Flow it belongs to. */

/** One word for a thing of each part. */
export const partKinds = {
  services: 'service',
  brokers: 'broker',
  drivers: 'driver',
  externals: 'external',
  notes: 'note',
  groups: 'group',
  registries: 'registry',
} as const satisfies Record<PlacedPart, SelectableKind>;

/** Boxes have names; notes have none, and groups have titles. */
export function boxesOf({
  services,
  brokers,
  drivers,
  externals,
  registries,
}: Flow): Record<string, Service | Broker | Driver | External | Registry> {
  return { ...services, ...brokers, ...drivers, ...externals, ...registries };
}

/** Everything that stands somewhere, by its id: where an id for something new must be free. */
export function placedItems(
  flow: Flow,
): Record<string, Service | Broker | Driver | External | Registry | Note | Group> {
  return { ...boxesOf(flow), ...flow.notes, ...flow.groups };
}

/** The name itself, or with the first number behind it that is free: `orders 2`, or `orders-2` with `-` between. */
export function freeName(flow: Flow, wanted: string, between = ' '): string {
  return freeNameAmong(new Set(Object.values(boxesOf(flow)).map(({ name }) => name)), wanted, between);
}

/** As `freeName`, among names that are known already. */
export function freeNameAmong(taken: ReadonlySet<string>, wanted: string, between = ' '): string {
  const base = between === ' ' ? wanted.replace(/ \d+$/, '') : wanted;
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) name = numbered(base, `${between}${count}`);
  return name;
}

/** A base that is too long for its number is cut. */
function numbered(base: string, number: string): string {
  const room = maxNameLength - number.length;
  return base.length <= room ? `${base}${number}` : `${cutText(base, room).trimEnd()}${number}`;
}
