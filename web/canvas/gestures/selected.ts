import { placedParts } from '#shared/flow/flow.ts';
import { itemsOf } from '#shared/flow/lookup.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { useSelectionStore } from '../../flow/selectionStore.ts';
import { useNotices } from '../../ui/notices.ts';
import { boxOfSelectable, selectableOf } from '../boxIds.ts';
import { canvasView } from '../canvasView.ts';
import { gridStep } from '../canvasPrefs.ts';
import { duplication, nudge, removal } from '../edits.ts';
import { selectionWithMembers } from '../groups/groupActions.ts';
import { useRenaming } from '../renaming.ts';

/** What can be done with what is selected, from a key, a menu or the list of actions. */

export function removeSelected(): void {
  const { flow, edit } = useFlowStore.getState();
  const { selection, clear } = useSelectionStore.getState();
  const edits = removal(flow, selection);
  if (edits.length === 0) return;
  const refusal = edit(edits);
  if (refusal !== undefined) {
    useNotices.getState().say('bad', refusal.message);
    return;
  }
  clear();
  // What had the keyboard is gone: without a new place it would fall out of the page.
  canvasView().focus();
}

/** One press of an arrow key: by the grid, or by a pixel. Presses that follow each other are one step to undo. */
export function moveSelected(by: { x: number; y: number }, isFine: boolean): void {
  const { flow, edit } = useFlowStore.getState();
  const selection = selectionWithMembers();
  const step = isFine ? 1 : gridStep;
  const edits = nudge(flow, selection, { x: by.x * step, y: by.y * step });
  if (edits.length > 0) edit(edits);
}

export function duplicateSelected(): void {
  const { flow, edit } = useFlowStore.getState();
  const { edits, copies } = duplication(flow, selectionWithMembers());
  if (edits.length === 0) return;
  const refusal = edit(edits);
  if (refusal !== undefined) useNotices.getState().say('bad', refusal.message);
  else useSelectionStore.getState().selectAll(copies.map(selectableOf));
}

export function selectEverything(): void {
  const { flow } = useFlowStore.getState();
  const all = placedParts.flatMap((part) => Object.keys(itemsOf(flow, part)).map((id) => selectableOf({ part, id })));
  useSelectionStore.getState().selectAll(all);
}

export function renameSelected(): void {
  const [item] = useSelectionStore.getState().selection;
  const box = item === undefined || item.kind === 'handler' ? undefined : boxOfSelectable(item);
  if (box !== undefined) useRenaming.setState({ box });
}
