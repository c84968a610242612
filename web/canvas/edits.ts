import type { Edit } from '#shared/flow/edits.ts';
import type { Flow, Position } from '#shared/flow/flow.ts';
import { itemsOf, own } from '#shared/flow/lookup.ts';
import type { Selectable } from '../flow/selectionStore.ts';
import { boxOfSelectable, type BoxId } from './boxIds.ts';
import { clipOf } from './gestures/clip.ts';
import { pasteOf } from './gestures/paste.ts';

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
    return box !== undefined && own<unknown>(itemsOf(flow, box.part), box.id) !== undefined ? [box] : [];
  });
  const ends = new Set(boxes.flatMap(({ part, id }) => (part === 'notes' || part === 'groups' ? [] : [id])));
  const chosen = new Set(selection.flatMap(({ kind, id }) => (kind === 'wire' ? [id] : [])));
  const wires = Object.entries(flow.wires).flatMap(([id, { from, to }]): Edit[] =>
    chosen.has(id) || ends.has(from) || ends.has(to) ? [{ edit: 'remove', part: 'wires', id }] : [],
  );
  const registered = unregistrations(flow, {
    services: new Set(idsOf(boxes, 'services')),
    registries: idsOf(boxes, 'registries'),
  });
  const removed = boxes.map(({ part, id }): Edit => ({ edit: 'remove', part, id }));
  const gone = new Set(boxes.flatMap(({ part, id }) => (part === 'services' ? [id] : [])));
  const left = handlers.filter((edit) => !('service' in edit) || !gone.has(edit.service));
  return [...left, ...wires, ...registered, ...removed];
}

const idsOf = (boxes: readonly BoxId[], of: BoxId['part']): string[] =>
  boxes.flatMap(({ part, id }) => (part === of ? [id] : []));

/** Whoever registers with a registry that goes lives on without one; services that go with it need not be changed. */
function unregistrations(flow: Flow, gone: { services: ReadonlySet<string>; registries: readonly string[] }): Edit[] {
  return Object.entries(flow.services).flatMap(([service, { listeners }]) =>
    Object.entries(listeners).flatMap(([id, listener]): Edit[] => {
      if (!('registry' in listener) || listener.registry === undefined) return [];
      if (gone.services.has(service) || !gone.registries.includes(listener.registry)) return [];
      const { registry: _gone, ...rest } = listener;
      return [{ edit: 'putListener', service, id, listener: rest }];
    }),
  );
}

const copyOffset = 40;

/** Copies of the selected boxes a little lower. */
export function duplication(flow: Flow, selection: readonly Selectable[]): { edits: Edit[]; copies: BoxId[] } {
  const clip = clipOf(flow, selection);
  if (clip === undefined) return { edits: [], copies: [] };
  const { edits, boxes } = pasteOf(flow, clip, { x: copyOffset, y: copyOffset });
  return { edits, copies: boxes };
}

/** Moves boxes by so much, as one list. */
export function nudge(flow: Flow, selection: readonly Selectable[], by: Position): Edit[] {
  return selection.flatMap((item): Edit[] => {
    const box = item.kind === 'wire' || item.kind === 'handler' ? undefined : boxOfSelectable(item);
    const at = box === undefined ? undefined : own<{ position: Position }>(itemsOf(flow, box.part), box.id)?.position;
    if (box === undefined || at === undefined) return [];
    return [{ edit: 'move', part: box.part, id: box.id, position: { x: at.x + by.x, y: at.y + by.y } }];
  });
}
