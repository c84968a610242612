import { emptyFlow, placedParts, type Flow } from '#shared/flow/flow.ts';
import { itemsOf, own } from '#shared/flow/lookup.ts';
import type { Selectable } from '../../flow/selectionStore.ts';
import { boxOfSelectable, type BoxId } from '../boxIds.ts';

/** The boxes among what is selected; wires and handlers come along with their boxes. */
export function selectedBoxes(flow: Flow, selection: readonly Selectable[]): BoxId[] {
  return selection.flatMap((item): BoxId[] => {
    const box = item.kind === 'wire' || item.kind === 'handler' ? undefined : boxOfSelectable(item);
    return box !== undefined && own<unknown>(itemsOf(flow, box.part), box.id) !== undefined ? [box] : [];
  });
}

/**
 * The chosen boxes as a Flow of their own, with every wire that starts in it: what the clipboard holds. Wires that lead out of
 * it are kept, so that a copy in the same playground asks what the original asks. Undefined when no box is chosen.
 */
export function clipOf(flow: Flow, selection: readonly Selectable[]): Flow | undefined {
  const boxes = selectedBoxes(flow, selection);
  if (boxes.length === 0) return undefined;
  const chosen = new Set(boxes.map(({ part, id }) => `${part} ${id}`));
  const clip = emptyFlow(flow.name);
  for (const part of placedParts) {
    const items = Object.entries<unknown>(itemsOf(flow, part)).filter(([id]) => chosen.has(`${part} ${id}`));
    if (items.length > 0) Object.assign(clip, { [part]: Object.fromEntries(items) });
  }
  const wires = Object.entries(flow.wires).filter(([, { from }]) => chosen.has(`services ${from}`));
  return { ...clip, wires: Object.fromEntries(wires) };
}
