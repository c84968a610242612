import type { Node, NodeChange, NodePositionChange } from '@xyflow/react';
import { create } from 'zustand';
import { boxOf, nodeId } from '../boxIds.ts';
import { overlaps, type Point, type Rect } from '../geometry/line.ts';
import { withMembers } from '../groups/members.ts';
import { around, type Placed } from '../groups/rects.ts';
import { helperLines, type HelperLine } from './helperLines.ts';

/**
 * A drag of boxes, between React Flow's changes and the picture: what stands in a dragged group comes along, and helper lines
 * pull. React Flow itself knows neither, so where the boxes really are is kept here until the drag ends.
 *
 *   React Flow's changes ──▶ followDrag ──▶ changes as shown        onNodeDragStop ──▶ settleDrag ──▶ nodes where they are
 */
interface Drag {
  /** Everything that moves, where it stood. */
  start: ReadonlyMap<string, Node>;
  /** Of those, what moves only because its group does. */
  carried: readonly string[];
  /** Around everything that moves, at the start. */
  frame: Rect;
  /** What helper lines may lead to. */
  others: readonly Rect[];
  by: Point;
}

/** The lines to draw now. */
export const useHelperLines = create<{ lines: readonly HelperLine[] }>(() => ({ lines: [] }));

let drag: Drag | undefined;

export interface View {
  zoom: number;
  /** What is seen of the drawing: what is out of sight pulls nothing. */
  visible: Rect;
}

/** The changes of a drag as they are to be shown; other changes pass untouched. */
export function followDrag(changes: NodeChange[], nodes: readonly Node[], view: View): NodeChange[] {
  const moves = changes.flatMap((change) => (isDragMove(change) ? [change] : []));
  const [lead] = moves;
  if (lead?.position === undefined) return changes;
  drag ??= begin(moves, nodes);
  const start = drag?.start.get(lead.id);
  if (drag === undefined || start === undefined) return changes;
  const by = { x: lead.position.x - start.position.x, y: lead.position.y - start.position.y };
  const wanted = { ...drag.frame, x: drag.frame.x + by.x, y: drag.frame.y + by.y };
  const seen = drag.others.filter((other) => overlaps(other, view.visible));
  const { position, lines } = helperLines(wanted, seen, view.zoom);
  drag.by = { x: position.x - drag.frame.x, y: position.y - drag.frame.y };
  const isOver = lead.dragging !== true;
  useHelperLines.setState({ lines: isOver ? [] : lines });
  const shown = moves.map((move): NodeChange => ({ ...move, position: placeOf(move.id, move.position ?? position) }));
  const carried = drag.carried.map((id): NodeChange => ({
    type: 'position',
    id,
    position: placeOf(id, position),
    dragging: !isOver,
  }));
  return [...changes.filter((change) => !isDragMove(change)), ...shown, ...carried];
}

/** At the end of a drag: everything that moved, where it is now. */
export function settleDrag(dragged: readonly Node[]): Node[] {
  const own = dragged.map((node) => ({ ...node, position: placeOf(node.id, node.position) }));
  const carried = (drag?.carried ?? []).flatMap((id) => {
    const node = drag?.start.get(id);
    return node === undefined ? [] : [{ ...node, position: placeOf(id, node.position) }];
  });
  drag = undefined;
  useHelperLines.setState({ lines: [] });
  return [...own, ...carried];
}

/** While a drag is under way its last change says `dragging: false`; a nudge by key says the same, outside of a drag. */
function isDragMove(change: NodeChange): change is NodePositionChange {
  if (change.type !== 'position' || change.position === undefined) return false;
  return change.dragging === true || drag?.start.has(change.id) === true;
}

function begin(moves: readonly NodePositionChange[], nodes: readonly Node[]): Drag | undefined {
  const placed = new Map(nodes.map((node) => [node.id, placedNode(node)]));
  const moved = new Set(moves.map(({ id }) => id));
  const all = new Set(withMembers([...moved].map(boxOf), placed).map(nodeId));
  const frame = around([...all].flatMap((id) => placed.get(id)?.rect ?? []));
  if (frame === undefined) return undefined;
  const hasGroup = [...all].some((id) => boxOf(id).part === 'groups');
  const rest = [...placed.values()].filter(({ box }) => !all.has(nodeId(box)) && (hasGroup || box.part !== 'groups'));
  return {
    start: new Map(nodes.flatMap((node) => (all.has(node.id) ? [[node.id, node] as const] : []))),
    carried: [...all].filter((id) => !moved.has(id)),
    frame,
    others: rest.map(({ rect }) => rect),
    by: { x: 0, y: 0 },
  };
}

function placedNode({ id, position, measured, width, height }: Node): Placed {
  const size = { width: measured?.width ?? width ?? 0, height: measured?.height ?? height ?? 0 };
  return { box: boxOf(id), rect: { ...position, ...size } };
}

function placeOf(id: string, otherwise: Point): Point {
  const at = drag?.start.get(id)?.position;
  return at === undefined || drag === undefined ? otherwise : { x: at.x + drag.by.x, y: at.y + drag.by.y };
}
