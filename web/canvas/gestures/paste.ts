import type { Edit } from '#shared/flow/edits.ts';
import { placedParts, type Flow, type Position, type Service, type Wire } from '#shared/flow/flow.ts';
import { itemsOf, own, wireEnd } from '#shared/flow/lookup.ts';
import { freshId } from '#shared/ids.ts';
import { renameWires } from '#shared/steps/renameWires.ts';
import type { Listener } from '#shared/transports/transport.ts';
import { boxesOf, freeNameAmong, partKinds, placedItems } from '../../flow/placed.ts';
import type { BoxId } from '../boxIds.ts';

export interface Pasted {
  edits: Edit[];
  boxes: BoxId[];
  /** Names of wires that had to stay behind: what they led to is not here. */
  leftOut: string[];
}

/**
 * Puts a copy of a whole Flow into another, moved by `by`: an id that is taken becomes a new one, and everything inside the copy
 * follows (wires, the steps that ask them, brokers that are listened on, whom drivers ask). Pure; gives edits, one gesture.
 */
export function pasteOf(flow: Flow, clip: Flow, by: Position): Pasted {
  const ids = newIds(flow, clip);
  const names = new Set(Object.values(boxesOf(flow)).map(({ name }) => name));
  const brokers = missingBrokers(flow, { clip, ids, names, by });
  const wires = newWires(flow, clip, ids);
  const ports = portsOf(flow);
  const boxes: BoxId[] = [];
  const edits: Edit[] = [...brokers.edits];
  for (const part of placedParts) {
    for (const [id, item] of Object.entries<PlacedItem>(itemsOf(clip, part))) {
      const copy = ids.get(id) ?? id;
      const position = { x: item.position.x + by.x, y: item.position.y + by.y };
      const value = { ...item, position, ...(item.name === undefined ? {} : { name: takeName(names, item.name) }) };
      edits.push({
        edit: 'put',
        part,
        id: copy,
        value: inPlace(value, { part, ids, wires, brokers: brokers.ids, ports, registries: flow.registries ?? {} }),
      });
      boxes.push({ part, id: copy });
    }
  }
  return { edits: [...edits, ...wires.edits], boxes, leftOut: wires.leftOut };
}

/** Where a clip's upper left corner is. */
export function cornerOf(clip: Flow): Position {
  const positions = placedParts.flatMap((part) =>
    Object.values<PlacedItem>(itemsOf(clip, part)).map(({ position }) => position),
  );
  return { x: Math.min(...positions.map(({ x }) => x)), y: Math.min(...positions.map(({ y }) => y)) };
}

interface PlacedItem {
  position: Position;
  name?: string | undefined;
}

type Ids = ReadonlyMap<string, string>;

/** An id that nothing has here is kept: it is readable, and a cut box that is pasted again is the same box. */
function newIds(flow: Flow, clip: Flow): Map<string, string> {
  const taken = new Set(Object.keys(placedItems(flow)));
  // A new id must not be one that something else in the copy keeps.
  const reserved: Record<string, unknown> = { ...placedItems(flow), ...placedItems(clip) };
  const ids = new Map<string, string>();
  for (const part of placedParts) {
    for (const id of Object.keys(itemsOf(clip, part))) {
      const copy = taken.has(id) ? freshId(partKinds[part], reserved) : id;
      taken.add(copy);
      reserved[copy] = true;
      ids.set(id, copy);
    }
  }
  return ids;
}

function takeName(names: Set<string>, wanted: string): string {
  const name = freeNameAmong(names, wanted);
  names.add(name);
  return name;
}

interface NewWires {
  edits: Edit[];
  ids: Ids;
  leftOut: string[];
}

function newWires(flow: Flow, clip: Flow, ids: Ids): NewWires {
  const reserved: Record<string, unknown> = { ...flow.wires, ...clip.wires };
  const wireIds = new Map<string, string>();
  const edits: Edit[] = [];
  const leftOut: string[] = [];
  for (const [id, wire] of Object.entries(clip.wires)) {
    const from = ids.get(wire.from);
    const to = ids.get(wire.to) ?? (wireEnd(flow, wire.to) === undefined ? undefined : wire.to);
    if (from === undefined || to === undefined) {
      leftOut.push(wire.name);
      continue;
    }
    const copy = Object.hasOwn(flow.wires, id) ? freshId('wire', reserved) : id;
    reserved[copy] = true;
    wireIds.set(id, copy);
    edits.push({ edit: 'put', part: 'wires', id: copy, value: { ...wire, from, to } satisfies Wire });
  }
  return { edits, ids: wireIds, leftOut };
}

interface Context {
  clip: Flow;
  ids: Ids;
  names: Set<string>;
  by: Position;
}

/** A copied service listens on the copied broker, on the one it knew, on any other of that transport, or on a new one. */
function missingBrokers(flow: Flow, { clip, ids, names, by }: Context): { edits: Edit[]; ids: Ids } {
  const found = new Map<string, string>();
  const edits: Edit[] = [];
  const taken: Record<string, unknown> = { ...placedItems(flow), ...placedItems(clip) };
  for (const service of Object.values(clip.services)) {
    for (const listener of Object.values(service.listeners)) {
      if (!('broker' in listener) || found.has(listener.broker)) continue;
      const { broker, transport } = listener;
      const known =
        ids.get(broker) ??
        (own(flow.brokers, broker)?.transport === transport ? broker : undefined) ??
        Object.entries(flow.brokers).find(([, other]) => other.transport === transport)?.[0];
      if (known !== undefined) {
        found.set(broker, known);
        continue;
      }
      const id = freshId('broker', taken);
      taken[id] = true;
      found.set(broker, id);
      const position = { x: service.position.x + by.x - 300, y: service.position.y + by.y };
      edits.push({
        edit: 'put',
        part: 'brokers',
        id,
        value: { name: takeName(names, transport), transport, position },
      });
    }
  }
  return { edits, ids: found };
}

interface Inside {
  /** Those that are here, before anything is pasted. */
  registries: Readonly<Record<string, unknown>>;
  part: BoxId['part'];
  ids: Ids;
  wires: NewWires;
  brokers: Ids;
  ports: ReadonlySet<number>;
}

/** The copy with everything it refers to replaced by the copies of that. */
function inPlace(value: PlacedItem, { part, ids, wires, brokers, ports, registries }: Inside): unknown {
  if (part === 'drivers' && 'to' in value) return { ...value, to: ids.get(String(value.to)) ?? value.to };
  if (part !== 'services') return value;
  const service = value as Service;
  const handlers = Object.entries(service.handlers).map(([id, handler]) => [
    id,
    { ...handler, steps: renameWires(handler.steps, wires.ids) },
  ]);
  const listeners = Object.entries(service.listeners).map(([id, listener]) => [
    id,
    inRegistry(copyOf(listener, { brokers, ports }), { ids, registries }),
  ]);
  return { ...service, handlers: Object.fromEntries(handlers), listeners: Object.fromEntries(listeners) };
}

/** A fixed port can be taken once only: the copy gets a free one. */
function copyOf(listener: Listener, { brokers, ports }: Pick<Inside, 'brokers' | 'ports'>): Listener {
  if ('broker' in listener) return { ...listener, broker: brokers.get(listener.broker) ?? listener.broker };
  if (!('port' in listener) || listener.port === undefined || !ports.has(listener.port)) return listener;
  const { port: _taken, ...free } = listener;
  return free;
}

/** A copy registers with the copied registry, or with the one it knew; where there is neither it does without. */
function inRegistry(listener: Listener, { ids, registries }: Pick<Inside, 'ids' | 'registries'>): Listener {
  if (!('registry' in listener) || listener.registry === undefined) return listener;
  const { registry: known, ...rest } = listener;
  const registry = ids.get(known) ?? (Object.hasOwn(registries, known) ? known : undefined);
  return registry === undefined ? rest : { ...rest, registry };
}

function portsOf(flow: Flow): Set<number> {
  const listeners = Object.values(flow.services).flatMap((service) => Object.values(service.listeners));
  return new Set(listeners.flatMap((listener) => ('port' in listener ? (listener.port ?? []) : [])));
}
