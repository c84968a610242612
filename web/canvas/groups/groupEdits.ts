import type { Edit } from '#shared/flow/edits.ts';
import { groupSide, type Flow } from '#shared/flow/flow.ts';
import { freshId } from '#shared/ids.ts';
import { freeNameAmong, placedItems } from '../../flow/placed.ts';
import { nodeId, type BoxId } from '../boxIds.ts';
import type { Rect } from '../geometry/line.ts';
import { membersOf } from './members.ts';
import { around, type Placed } from './rects.ts';

/** Room between a group's border and what stands in it. */
export const groupPadding = 20;
const grid = 10;

/** A group around these boxes, one edit; undefined around nothing. Pure. */
export function grouping(
  flow: Flow,
  boxes: readonly BoxId[],
  placed: ReadonlyMap<string, Placed>,
): { id: string; edits: Edit[] } | undefined {
  const area = around(boxes.flatMap((box) => placed.get(nodeId(box))?.rect ?? []));
  if (area === undefined) return undefined;
  const id = freshId('group', placedItems(flow));
  const titles = new Set(Object.values(flow.groups ?? {}).map(({ title }) => title));
  const { x, y, width, height } = frameAround(area);
  const value = {
    title: freeNameAmong(titles, 'Group'),
    colour: 'blue',
    position: { x, y },
    size: { width, height },
  };
  return { id, edits: [{ edit: 'put', part: 'groups', id, value }] };
}

/** A group's rectangle around what stands in it, on the grid. */
export function frameAround(area: Rect): Rect {
  const left = Math.floor((area.x - groupPadding) / grid) * grid;
  const top = Math.floor((area.y - groupPadding) / grid) * grid;
  const right = Math.ceil((area.x + area.width + groupPadding) / grid) * grid;
  const bottom = Math.ceil((area.y + area.height + groupPadding) / grid) * grid;
  return {
    x: left,
    y: top,
    width: Math.max(groupSide.min, right - left),
    height: Math.max(groupSide.min, bottom - top),
  };
}

/** Takes the groups among these boxes away and leaves what stands in them; says what that was. Pure. */
export function ungrouping(
  boxes: readonly BoxId[],
  placed: ReadonlyMap<string, Placed>,
): { edits: Edit[]; freed: BoxId[] } {
  const groups = boxes.filter(({ part }) => part === 'groups');
  const gone = new Set(groups.map(nodeId));
  const members = groups.flatMap((group) => membersOf(group, placed).map(({ box }) => box));
  const freed = new Map(members.filter((box) => !gone.has(nodeId(box))).map((box) => [nodeId(box), box]));
  return {
    edits: groups.map(({ part, id }): Edit => ({ edit: 'remove', part, id })),
    freed: [...freed.values()],
  };
}

/** A group's new place and size, as one list. Nothing where nothing changed. */
export function resizing(box: BoxId, before: Rect, wanted: Rect): Edit[] {
  const edits: Edit[] = [];
  const position = { x: Math.round(wanted.x), y: Math.round(wanted.y) };
  const size = { width: Math.round(wanted.width), height: Math.round(wanted.height) };
  if (position.x !== before.x || position.y !== before.y) edits.push({ edit: 'move', ...box, position });
  if (size.width !== before.width || size.height !== before.height) {
    edits.push({ edit: 'set', ...box, field: 'size', value: size });
  }
  return edits;
}
