import type { Flow, Position } from '#shared/flow/flow.ts';
import { canvasView } from '../canvas/canvasView.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { boxesOf, partKinds } from '../flow/placed.ts';
import { useSelectionStore } from '../flow/selectionStore.ts';
import { useNotices } from '../ui/notices.ts';
import type { PaletteItem } from './items.ts';

/** Puts a new thing on the canvas and selects it. */
export function insertItem(flow: Flow, item: PaletteItem, position: Position): void {
  const { part, id, edits } = item.create(flow, position);
  const refusal = useFlowStore.getState().edit(edits);
  if (refusal !== undefined) useNotices.getState().say('bad', refusal.message);
  else {
    useSelectionStore.getState().select({ kind: partKinds[part], id });
    canvasView().reveal({ ...position, width: 230, height: 120 });
  }
}

const boxSize = { x: 260, y: 150 };

/** A place near `wanted` where no box stands yet: to the right, and row by row down. */
export function freePlace(flow: Flow, wanted: Position): Position {
  const taken = Object.values(boxesOf(flow)).map(({ position }) => position);
  const isFree = ({ x, y }: Position): boolean =>
    !taken.some((other) => Math.abs(other.x - x) < boxSize.x && Math.abs(other.y - y) < boxSize.y);
  const start = { x: Math.round(wanted.x / 10) * 10, y: Math.round(wanted.y / 10) * 10 };
  for (let ring = 0; ring < 40; ring += 1) {
    for (const [column, row] of [
      [ring, 0],
      [-ring, 0],
      [0, ring],
      [ring, ring],
      [-ring, ring],
      [0, -ring],
    ] as const) {
      const place = { x: start.x + column * (boxSize.x + 100), y: start.y + row * boxSize.y };
      if (isFree(place)) return place;
    }
  }
  return start;
}
