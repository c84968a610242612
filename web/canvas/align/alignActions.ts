import { useFlowStore } from '../../flow/flowStore.ts';
import { useSelectionStore } from '../../flow/selectionStore.ts';
import type { BoxId } from '../boxIds.ts';
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

/** How many things there are to arrange: a group counts once, with all that stands in it. */
export function unitsSelected(): number {
  return unitsOf(chosen(), placedNow()).length;
}

function chosen(): BoxId[] {
  return selectedBoxes(useFlowStore.getState().flow, useSelectionStore.getState().selection);
}
