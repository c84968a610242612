import type { Edit } from '#shared/flow/edits.ts';
import { nodeId, type BoxId } from '../boxIds.ts';
import type { Point, Rect } from '../geometry/line.ts';
import { membersOf, withMembers } from '../groups/members.ts';
import { around, type Placed } from '../groups/rects.ts';

/** Boxes in line, and evenly spread. Pure: boxes and where they stand in, moves out. A group moves with what stands in it. */

export type Alignment = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom';
export type Direction = 'horizontal' | 'vertical';

type PlacedAll = ReadonlyMap<string, Placed>;

/** What is arranged as one: what stands in a chosen group goes with it, even if it is chosen too. */
export function unitsOf(boxes: readonly BoxId[], placed: PlacedAll): Placed[] {
  const inside = new Set(boxes.flatMap((box) => membersOf(box, placed).map((member) => nodeId(member.box))));
  return boxes.flatMap((box) => (inside.has(nodeId(box)) ? [] : (placed.get(nodeId(box)) ?? [])));
}

/** Brings the boxes in line with the outermost of them, or with the middle of them all. */
export function aligning(boxes: readonly BoxId[], placed: PlacedAll, how: Alignment): Edit[] {
  const units = unitsOf(boxes.filter(isOnly), placed);
  const frame = around(units.map(({ rect }) => rect));
  if (frame === undefined || units.length < 2) return [];
  return units.flatMap((unit) => movingTo(unit, placed, aligned(unit.rect, frame, how)));
}

function aligned(rect: Rect, frame: Rect, how: Alignment): Point {
  switch (how) {
    case 'left':
      return { x: frame.x, y: rect.y };
    case 'centre':
      return { x: Math.round(frame.x + (frame.width - rect.width) / 2), y: rect.y };
    case 'right':
      return { x: frame.x + frame.width - rect.width, y: rect.y };
    case 'top':
      return { x: rect.x, y: frame.y };
    case 'middle':
      return { x: rect.x, y: Math.round(frame.y + (frame.height - rect.height) / 2) };
    case 'bottom':
      return { x: rect.x, y: frame.y + frame.height - rect.height };
  }
}

/** Makes the gaps between the boxes the same; the outermost two stay. Fewer than three have one gap only: nothing to do. */
export function distributing(boxes: readonly BoxId[], placed: PlacedAll, direction: Direction): Edit[] {
  const [from, size] = direction === 'horizontal' ? (['x', 'width'] as const) : (['y', 'height'] as const);
  const units = unitsOf(boxes.filter(isOnly), placed).toSorted(
    (a, b) => a.rect[from] + a.rect[size] / 2 - (b.rect[from] + b.rect[size] / 2),
  );
  const [first] = units;
  const last = units.at(-1);
  if (units.length < 3 || first === undefined || last === undefined) return [];
  const taken = units.reduce((sum, { rect }) => sum + rect[size], 0);
  const gap = (last.rect[from] + last.rect[size] - first.rect[from] - taken) / (units.length - 1);
  let next = first.rect[from];
  return units.flatMap((unit) => {
    const at = unit === last ? unit.rect[from] : Math.round(next);
    next += unit.rect[size] + gap;
    return movingTo(unit, placed, { x: unit.rect.x, y: unit.rect.y, [from]: at });
  });
}

/** The moves that bring a box, with what stands in it, to a place. None when it stands there. */
export function movingTo({ box, rect }: Placed, placed: PlacedAll, to: Point): Edit[] {
  const by = { x: to.x - rect.x, y: to.y - rect.y };
  if (by.x === 0 && by.y === 0) return [];
  return withMembers([box], placed).flatMap((each): Edit[] => {
    const at = placed.get(nodeId(each))?.rect;
    return at === undefined ? [] : [{ edit: 'move', ...each, position: { x: at.x + by.x, y: at.y + by.y } }];
  });
}

/** Each once: a box can be chosen by itself and by one of its handlers. */
function isOnly(box: BoxId, index: number, all: readonly BoxId[]): boolean {
  return all.findIndex((other) => nodeId(other) === nodeId(box)) === index;
}
