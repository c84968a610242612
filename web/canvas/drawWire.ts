import type { IsValidConnection, OnConnect, OnConnectEnd, OnConnectStart } from '@xyflow/react';
import { useFlowStore } from '../flow/flowStore.ts';
import { useSelectionStore } from '../flow/selectionStore.ts';
import { useNotices } from '../ui/notices.ts';
import { boxOf } from './boxIds.ts';
import { canvasView } from './canvasView.ts';
import { connect, type Connecting } from './connect.ts';
import { onGrid } from './canvasPrefs.ts';
import { openQuickAdd } from './quickAdd/quickAddStore.ts';

/** Connects two boxes, by React Flow's ids, or says why that means nothing. */
export function drawWire(source: string, target: string): void {
  const { flow, edit } = useFlowStore.getState();
  const result = connect(flow, boxOf(source).id, boxOf(target).id);
  if (!result.ok) {
    useNotices.getState().say('bad', result.why);
    return;
  }
  const refusal = edit(result.edits);
  if (refusal !== undefined) useNotices.getState().say('bad', refusal.message);
  const { wire } = result;
  // The click that ends the wire also selects the box it ends at; that comes first.
  if (wire !== undefined) setTimeout(() => useSelectionStore.getState().select({ kind: 'wire', id: wire }));
}

/** A line that is being drawn, by React Flow's ids. */
export interface Drawing {
  node: string;
  way: 'out' | 'in';
}

/** What letting go of a line over this box would mean. */
export function aimAt({ node, way }: Drawing, other: string): Connecting {
  const { flow } = useFlowStore.getState();
  const [from, to] = way === 'out' ? [node, other] : [other, node];
  return connect(flow, boxOf(from).id, boxOf(to).id);
}

export const mayConnect: IsValidConnection = ({ source, target }) =>
  connect(useFlowStore.getState().flow, boxOf(source).id, boxOf(target).id).ok;

/** The box under a point of the window; notes and groups take no wires. */
export function boxAt({ x, y }: { x: number; y: number }): string | undefined {
  return document
    .elementsFromPoint(x, y)
    .flatMap((element) => element.closest<HTMLElement>('.react-flow__node')?.dataset['id'] ?? [])
    .find((node) => !['notes', 'groups'].includes(boxOf(node).part));
}

/** A line is let go: over a box it means that box, in the open it asks what shall stand there. */
export const endLine: OnConnectEnd = (event, { fromNode, fromHandle, isValid }) => {
  if (fromNode === null || fromHandle === null || isValid === true) return;
  const at = pointOf(event);
  const drawing: Drawing = { node: fromNode.id, way: fromHandle.type === 'source' ? 'out' : 'in' };
  const other = boxAt(at);
  if (other === fromNode.id) return;
  if (other !== undefined) {
    if (drawing.way === 'out') drawWire(fromNode.id, other);
    else drawWire(other, fromNode.id);
    return;
  }
  const isCanvas = document.elementFromPoint(at.x, at.y)?.closest('[data-testid="canvas"]') !== null;
  if (!isCanvas) return;
  openQuickAdd({ at: onGrid(canvasView().toFlow(at)), join: { box: boxOf(fromNode.id).id, way: drawing.way } });
};

function pointOf(event: MouseEvent | TouchEvent): { x: number; y: number } {
  const touch = 'changedTouches' in event ? event.changedTouches[0] : event;
  return { x: touch?.clientX ?? 0, y: touch?.clientY ?? 0 };
}

/** Port and port by click or key: React Flow says nothing when the second one is refused, so the reason is said here. */
export function clickedPorts(): { start: OnConnectStart; connected: OnConnect; end: OnConnectEnd } {
  let first: Drawing | undefined;
  let isConnected = false;
  return {
    start: (_event, { nodeId, handleType }) => {
      isConnected = false;
      first = nodeId === null ? undefined : { node: nodeId, way: handleType === 'source' ? 'out' : 'in' };
    },
    connected: ({ source, target }) => {
      isConnected = true;
      drawWire(source, target);
    },
    end: (event) => {
      const began = isConnected ? undefined : first;
      first = undefined;
      isConnected = false;
      const node =
        event.target instanceof Element
          ? event.target.closest<HTMLElement>('.react-flow__handle')?.closest<HTMLElement>('.react-flow__node')
          : undefined;
      const other = node?.dataset['id'];
      if (began === undefined || other === undefined) return;
      const isSamePort = other === began.node;
      const result = aimAt(began, other);
      if (!result.ok && !isSamePort) useNotices.getState().say('bad', result.why);
    },
  };
}
