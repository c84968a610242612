import type { Edit } from '#shared/flow/edits.ts';
import type { Flow, Position } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import { freshId } from '#shared/ids.ts';
import { renameWires } from '#shared/steps/renameWires.ts';
import { freeName, partKinds, placedItems } from '../flow/placed.ts';
import type { Selectable } from '../flow/selectionStore.ts';
import { boxOfSelectable, type BoxId } from './boxIds.ts';

/** What the canvas' gestures mean, as edits. Pure. */

/** Removes what is selected, wires of a removed box first: a removal never cascades by itself. */
export function removal(flow: Flow, selection: readonly Selectable[]): Edit[] {
  const handlers = selection.flatMap(({ kind, id, service }): Edit[] =>
    kind === 'handler' && service !== undefined && own(own(flow.services, service)?.handlers ?? {}, id) !== undefined
      ? [{ edit: 'removeHandler', service, id }]
      : [],
  );
  const boxes = selection.flatMap((item): BoxId[] => {
    const box = item.kind === 'handler' || item.kind === 'wire' ? undefined : boxOfSelectable(item);
    return box !== undefined && own<unknown>(flow[box.part], box.id) !== undefined ? [box] : [];
  });
  const ends = new Set(boxes.flatMap(({ part, id }) => (part === 'notes' ? [] : [id])));
  const chosen = new Set(selection.flatMap(({ kind, id }) => (kind === 'wire' ? [id] : [])));
  const wires = Object.entries(flow.wires).flatMap(([id, { from, to }]): Edit[] =>
    chosen.has(id) || ends.has(from) || ends.has(to) ? [{ edit: 'remove', part: 'wires', id }] : [],
  );
  const removed = boxes.map(({ part, id }): Edit => ({ edit: 'remove', part, id }));
  const gone = new Set(boxes.flatMap(({ part, id }) => (part === 'services' ? [id] : [])));
  const left = handlers.filter((edit) => !('service' in edit) || !gone.has(edit.service));
  return [...left, ...wires, ...removed];
}

const copyOffset = 40;

/**
 * Copies of the selected boxes a little lower, with new ids. A copied service keeps wires of its own, to the copy of what they
 * led to where that was copied too, and its steps ask those.
 */
export function duplication(flow: Flow, selection: readonly Selectable[]): { edits: Edit[]; copies: BoxId[] } {
  const boxes = selection.flatMap((item) =>
    item.kind === 'wire' || item.kind === 'handler' ? [] : (boxOfSelectable(item) ?? []),
  );
  const taken: Record<string, unknown> = placedItems(flow);
  const ids = new Map<string, string>();
  for (const { part, id } of boxes) {
    const copy = freshId(partKinds[part], taken);
    taken[copy] = true;
    ids.set(id, copy);
  }
  const wireIds = new Map<string, string>();
  const wires = Object.entries(flow.wires).flatMap(([id, wire]): Edit[] => {
    const from = ids.get(wire.from);
    if (from === undefined) return [];
    const copy = freshId('wire', flow.wires);
    wireIds.set(id, copy);
    return [{ edit: 'put', part: 'wires', id: copy, value: { ...wire, from, to: ids.get(wire.to) ?? wire.to } }];
  });
  const copies = boxes.map(({ part, id }) => ({ part, id: ids.get(id) ?? id }));
  const edits = boxes.flatMap(({ part, id }): Edit[] => {
    const value = copyOf(flow, { part, id }, wireIds);
    return value === undefined ? [] : [{ edit: 'put', part, id: ids.get(id) ?? id, value }];
  });
  return { edits: [...edits, ...wires], copies };
}

function copyOf(flow: Flow, { part, id }: BoxId, wireIds: ReadonlyMap<string, string>): unknown {
  const item = own<{ position: Position; name?: string }>(flow[part], id);
  if (item === undefined) return undefined;
  const position = { x: item.position.x + copyOffset, y: item.position.y + copyOffset };
  const name = item.name === undefined ? {} : { name: freeName(flow, item.name) };
  const service = part === 'services' ? own(flow.services, id) : undefined;
  if (service === undefined) return { ...item, ...name, position };
  const handlers = Object.fromEntries(
    Object.entries(service.handlers).map(([key, handler]) => [
      key,
      { ...handler, steps: renameWires(handler.steps, wireIds) },
    ]),
  );
  // A fixed port can be taken once only: the copy gets a free one.
  const listeners = Object.fromEntries(
    Object.entries(service.listeners).map(([key, listener]) => {
      if (!('port' in listener)) return [key, listener];
      const { port: _taken, ...free } = listener;
      return [key, free];
    }),
  );
  return { ...service, ...name, position, handlers, listeners };
}

/** Moves boxes by so much, as one list. */
export function nudge(flow: Flow, selection: readonly Selectable[], by: Position): Edit[] {
  return selection.flatMap((item): Edit[] => {
    const box = item.kind === 'wire' || item.kind === 'handler' ? undefined : boxOfSelectable(item);
    const at = box === undefined ? undefined : own<{ position: Position }>(flow[box.part], box.id)?.position;
    if (box === undefined || at === undefined) return [];
    return [{ edit: 'move', part: box.part, id: box.id, position: { x: at.x + by.x, y: at.y + by.y } }];
  });
}
