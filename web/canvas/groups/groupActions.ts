import type { Edit } from '#shared/flow/edits.ts';
import type { GroupColour } from '#shared/flow/flow.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { useSelectionStore, type Selectable } from '../../flow/selectionStore.ts';
import { useNotices } from '../../ui/notices.ts';
import { selectableOf } from '../boxIds.ts';
import { selectedBoxes } from '../gestures/clip.ts';
import { useGeometryStore } from '../geometryStore.ts';
import { useRenaming } from '../renaming.ts';
import { grouping, ungrouping } from './groupEdits.ts';
import { withMembers } from './members.ts';
import { placedRects, type Placed } from './rects.ts';

/** What can be done with groups, from a key, a menu or a button. */

let last: { flow: unknown; boxes: unknown; placed: ReadonlyMap<string, Placed> } | undefined;

/** Everything that stands on the canvas as it is drawn now. Every button that arranges asks. */
export function placedNow(): ReadonlyMap<string, Placed> {
  const { flow } = useFlowStore.getState();
  const { boxes } = useGeometryStore.getState();
  if (last?.flow !== flow || last.boxes !== boxes) last = { flow, boxes, placed: placedRects(flow, boxes) };
  return last.placed;
}

/** Makes the edits; says so when they are refused. */
export function tryEdits(edits: Edit[], gesture?: string): boolean {
  if (edits.length === 0) return false;
  const refusal = useFlowStore.getState().edit(edits, { gesture });
  if (refusal !== undefined) useNotices.getState().say('bad', refusal.message);
  return refusal === undefined;
}

/** The selected boxes, and what stands in the selected groups: what moves and is copied with them. */
export function selectionWithMembers(): Selectable[] {
  const boxes = selectedBoxes(useFlowStore.getState().flow, useSelectionStore.getState().selection);
  return withMembers(boxes, placedNow()).map(selectableOf);
}

/** Draws a group around what is selected, and asks for its title. */
export function groupSelection(): void {
  const { flow } = useFlowStore.getState();
  const made = grouping(flow, selectedBoxes(flow, useSelectionStore.getState().selection), placedNow());
  if (made === undefined || !tryEdits(made.edits)) return;
  useSelectionStore.getState().select({ kind: 'group', id: made.id });
  useRenaming.setState({ box: { part: 'groups', id: made.id } });
}

/** Takes the selected groups away and selects what stood in them. */
export function ungroupSelection(): void {
  const { flow } = useFlowStore.getState();
  const { edits, freed } = ungrouping(selectedBoxes(flow, useSelectionStore.getState().selection), placedNow());
  if (tryEdits(edits)) useSelectionStore.getState().selectAll(freed.map(selectableOf));
}

export function setGroupColour(id: string, colour: GroupColour): void {
  tryEdits([{ edit: 'set', part: 'groups', id, field: 'colour', value: colour }]);
}
