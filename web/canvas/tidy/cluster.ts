import { nodeId } from '../boxIds.ts';
import type { Point, Rect, Size } from '../geometry/line.ts';
import type { Placed } from '../groups/rects.ts';

/**
 * A box with the notes that lie near it: what is said about a box stays beside it when the drawing is tidied.
 *
 *    note          above the box
 *   ┌─────┐
 *   ┤ box ├        wires meet the box, not the cluster
 *   └─────┘
 *    note          below it
 */
export interface Cluster {
  /** What wires lead to; a note that lies near nothing is a cluster of its own. */
  core: Placed;
  size: Size;
  /** The height at which wires meet the core. */
  wiresAt: number;
  /** Where everything of the cluster stands in it, the core included, by React Flow's id. */
  places: ReadonlyMap<string, Point>;
}

const near = 90;
const gap = 20;

/** Finds whose each note is. `sameArea` says whether two things stand in the same group: a border parts them. Pure. */
export function clustersOf(items: readonly Placed[], sameArea: (a: Placed, b: Placed) => boolean): Cluster[] {
  const boxes = items.filter(({ box }) => box.part !== 'notes' && box.part !== 'groups');
  const notesOf = new Map<string, Placed[]>();
  const loose: Placed[] = [];
  for (const note of items) {
    if (note.box.part !== 'notes') continue;
    const [owner] = boxes
      .filter((each) => distance(each.rect, note.rect) <= near && sameArea(each, note))
      .toSorted((a, b) => distance(a.rect, note.rect) - distance(b.rect, note.rect));
    if (owner === undefined) loose.push(note);
    else notesOf.set(nodeId(owner.box), [...(notesOf.get(nodeId(owner.box)) ?? []), note]);
  }
  return [
    ...boxes.map((core) => clusterOf(core, notesOf.get(nodeId(core.box)) ?? [])),
    ...loose.map((core) => clusterOf(core, [])),
  ];
}

function clusterOf(core: Placed, notes: readonly Placed[]): Cluster {
  const sorted = notes.toSorted((a, b) => a.rect.y - b.rect.y);
  const isAbove = ({ rect }: Placed): boolean => rect.y + rect.height / 2 < core.rect.y + core.rect.height / 2;
  const column = [...sorted.filter(isAbove), core, ...sorted.filter((note) => !isAbove(note))];
  const places = new Map<string, Point>();
  let y = 0;
  for (const { box, rect } of column) {
    places.set(nodeId(box), { x: 0, y });
    y += onGrid(rect.height) + gap;
  }
  const top = places.get(nodeId(core.box))?.y ?? 0;
  return {
    core,
    size: { width: Math.max(...column.map(({ rect }) => onGrid(rect.width))), height: y - gap },
    wiresAt: top + core.rect.height / 2,
    places,
  };
}

const onGrid = (length: number): number => Math.ceil(length / 10) * 10;

/** Between the nearest points of two rectangles. */
function distance(a: Rect, b: Rect): number {
  const x = Math.max(0, a.x - (b.x + b.width), b.x - (a.x + a.width));
  const y = Math.max(0, a.y - (b.y + b.height), b.y - (a.y + a.height));
  return Math.hypot(x, y);
}
