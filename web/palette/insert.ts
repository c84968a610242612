import type { Flow, Position } from '#shared/flow/flow.ts';
import { canvasView } from '../canvas/canvasView.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { partKinds } from '../flow/placed.ts';
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
