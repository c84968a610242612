import { nodeId, type BoxId } from '../boxIds.ts';
import type { Rect } from '../geometry/line.ts';
import type { Placed } from './rects.ts';

/**
 * Who belongs to which group. Nothing is written down: a box belongs to every group that its middle lies in, a group to every
 * group that it lies in whole. So dragging a box in or out is all there is to do. Pure.
 */
export function membersOf(group: BoxId, placed: ReadonlyMap<string, Placed>): Placed[] {
  const area = placed.get(nodeId(group))?.rect;
  if (group.part !== 'groups' || area === undefined) return [];
  return [...placed.values()].filter((each) => standsIn(each, { box: group, rect: area }));
}

function standsIn({ box, rect }: Placed, group: Placed): boolean {
  if (box.part !== 'groups') return holds(group.rect, { x: middle(rect).x, y: middle(rect).y, width: 0, height: 0 });
  if (box.id === group.box.id) return false;
  // Two groups of exactly the same place would hold each other.
  const isSame = holds(rect, group.rect) && holds(group.rect, rect);
  return holds(group.rect, rect) && (!isSame || box.id > group.box.id);
}

/** The smallest group that something stands in. */
export function innermostGroup(each: Placed, placed: ReadonlyMap<string, Placed>): Placed | undefined {
  return [...placed.values()]
    .filter((other) => other.box.part === 'groups' && standsIn(each, other))
    .toSorted(
      (a, b) => a.rect.width * a.rect.height - b.rect.width * b.rect.height || (a.box.id > b.box.id ? -1 : 1),
    )[0];
}

/** These boxes and everything that stands in the groups among them: what moves when they move. Each once. */
export function withMembers(boxes: readonly BoxId[], placed: ReadonlyMap<string, Placed>): BoxId[] {
  const all = new Map(boxes.map((box) => [nodeId(box), box]));
  for (const box of boxes) {
    for (const member of membersOf(box, placed)) all.set(nodeId(member.box), member.box);
  }
  return [...all.values()];
}

const middle = ({ x, y, width, height }: Rect) => ({ x: x + width / 2, y: y + height / 2 });

export const holds = (outer: Rect, inner: Rect): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;
