import type { Node, OnNodeDrag } from '@xyflow/react';
import { useMemo } from 'react';
import { applyEdits, type Edit } from '#shared/flow/edits.ts';
import type { Position } from '#shared/flow/flow.ts';
import { itemsOf, own } from '#shared/flow/lookup.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useSelectionStore } from '../flow/selectionStore.ts';
import { useNotices } from '../ui/notices.ts';
import { boxOf, selectableOf, type BoxId } from './boxIds.ts';
import { clipOf } from './gestures/clip.ts';
import { pasteOf } from './gestures/paste.ts';
import { splice } from './gestures/splice.ts';
import { useSpliceTarget, wireUnder } from './gestures/spliceTarget.ts';
import { settleDrag } from './helperLines/dragUnderWay.ts';

/** A drag is one edit, when it ends: a move; with Alt a copy; over a wire, what is dragged is put into it. */
export function useDrag(): { onNodeDrag: OnNodeDrag; onNodeDragStop: OnNodeDrag } {
  return useMemo(
    () => ({
      onNodeDrag: (event, node, dragged) => {
        const wire = dragged.length === 1 && !event.altKey ? wireFor(node) : undefined;
        if (useSpliceTarget.getState().wire !== wire) useSpliceTarget.setState({ wire });
      },
      onNodeDragStop: (event, _node, dragged) => {
        const { wire } = useSpliceTarget.getState();
        useSpliceTarget.setState({ wire: undefined });
        const settled = settleDrag(dragged);
        if (event.altKey) copied(settled);
        else moved(settled, wire);
      },
    }),
    [],
  );
}

/** A box covers more than a pointer. */
const boxReach = 30;

/** The wire below the middle of a box that would fit into it. */
function wireFor({ id, position, measured }: Node): string | undefined {
  const box = boxOf(id);
  if (box.part !== 'services' && box.part !== 'brokers') return undefined;
  const middle = { x: position.x + (measured?.width ?? 0) / 2, y: position.y + (measured?.height ?? 0) / 2 };
  const wire = wireUnder(middle, boxReach);
  if (wire === undefined) return undefined;
  return splice(useFlowStore.getState().flow, { wire, box }).ok ? wire : undefined;
}

function moved(dragged: readonly Node[], wire: string | undefined): void {
  const edits = dragged.map(({ id, position }): Edit => ({
    edit: 'move',
    ...boxOf(id),
    position: { x: position.x, y: position.y },
  }));
  const [only] = dragged;
  act([...edits, ...(wire === undefined || only === undefined ? [] : spliced(edits, { wire, box: boxOf(only.id) }))]);
}

function spliced(edits: readonly Edit[], wish: { wire: string; box: BoxId }): Edit[] {
  const { flow } = useFlowStore.getState();
  const there = applyEdits(flow, edits);
  const result = there.ok ? splice(there.value, wish) : undefined;
  return result?.ok === true ? result.edits : [];
}

/** The originals stay where they were (the flow says so), their copies stay where they were dragged to. */
function copied(dragged: readonly Node[]): void {
  const { flow } = useFlowStore.getState();
  const [first] = dragged;
  const clip = clipOf(
    flow,
    dragged.map(({ id }) => selectableOf(boxOf(id))),
  );
  if (first === undefined || clip === undefined) return;
  const { part, id } = boxOf(first.id);
  const from = own<{ position: Position }>(itemsOf(flow, part), id)?.position ?? first.position;
  const by = { x: first.position.x - from.x, y: first.position.y - from.y };
  const { edits, boxes } = pasteOf(flow, clip, by);
  if (act(edits)) useSelectionStore.getState().selectAll(boxes.map(selectableOf));
}

function act(edits: Edit[]): boolean {
  const refusal = useFlowStore.getState().edit(edits);
  if (refusal !== undefined) useNotices.getState().say('bad', refusal.message);
  return refusal === undefined;
}
