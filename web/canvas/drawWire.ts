import type { OnConnectEnd } from '@xyflow/react';
import { useFlowStore } from '../flow/flowStore.ts';
import { useSelectionStore } from '../flow/selectionStore.ts';
import { useNotices } from '../ui/notices.ts';
import { boxOf } from './boxIds.ts';
import { connect } from './connect.ts';

/** Connects two boxes, by React Flow's ids, or says why that means nothing. */
export function drawWire(source: string, target: string): void {
  const { flow, edit } = useFlowStore.getState();
  const result = connect(flow, boxOf(source).id, boxOf(target).id);
  if (!result.ok) {
    useNotices.getState().say('bad', result.why);
    return;
  }
  edit(result.edits);
  const { wire } = result;
  // The click that ends the wire also selects the box it ends at; that comes first.
  if (wire !== undefined) setTimeout(() => useSelectionStore.getState().select({ kind: 'wire', id: wire }));
}

/** A line that is let go over a box, beside its ports, means that box. */
export const dropOnBox: OnConnectEnd = (event, { fromNode, fromHandle, toHandle }) => {
  if (fromNode === null || fromHandle === null || toHandle !== null || !('clientX' in event)) return;
  const node = document
    .elementsFromPoint(event.clientX, event.clientY)
    .flatMap((element) => element.closest<HTMLElement>('.react-flow__node')?.dataset['id'] ?? [])[0];
  if (node === undefined || node === fromNode.id) return;
  if (fromHandle.type === 'source') drawWire(fromNode.id, node);
  else drawWire(node, fromNode.id);
};
