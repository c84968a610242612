import { useFlowStore } from '../../flow/flowStore.ts';
import { useSelectionStore } from '../../flow/selectionStore.ts';
import type { BoxId } from '../boxIds.ts';
import { useGeometryStore } from '../geometryStore.ts';
import { selectedBoxes } from '../gestures/clip.ts';
import { placedNow, tryEdits } from '../groups/groupActions.ts';
import { aligning, distributing, unitsOf, type Alignment, type Direction } from './align.ts';

/** Align and distribute what is selected, each as one step to undo. */

export function alignSelection(how: Alignment): void {
  tryEdits(aligning(chosen(), placedNow(), how));
}

export function distributeSelection(direction: Direction): void {
  tryEdits(distributing(chosen(), placedNow(), direction));
}

let counted: { flow: unknown; selection: unknown; boxes: unknown; units: number } | undefined;

/** How many things there are to arrange: a group counts once, with all that stands in it. Every button of the bar asks. */
export function unitsSelected(): number {
  const { flow } = useFlowStore.getState();
  const { selection } = useSelectionStore.getState();
  const { boxes } = useGeometryStore.getState();
  if (counted?.flow !== flow || counted.selection !== selection || counted.boxes !== boxes) {
    counted = { flow, selection, boxes, units: unitsOf(chosen(), placedNow()).length };
  }
  return counted.units;
}

function chosen(): BoxId[] {
  return selectedBoxes(useFlowStore.getState().flow, useSelectionStore.getState().selection);
}
