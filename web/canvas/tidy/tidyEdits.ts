import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { Edit } from '#shared/flow/edits.ts';
import { nodeId } from '../boxIds.ts';
import { overlaps, type Point, type Rect } from '../geometry/line.ts';
import { frameAround, resizing } from '../groups/groupEdits.ts';
import { membersOf } from '../groups/members.ts';
import { around, type Placed } from '../groups/rects.ts';
import { placesOf, titleRoom, type TidyGraph } from './tidyGraph.ts';

const grid = 10;
const margin = 20;

/**
 * ELK's answer as one list of edits: everything on the grid, the whole where it was before, moved aside by as little as it takes
 * when it would cover what was not chosen. Groups around what was chosen grow with it. Pure.
 */
export function tidyEdits(
  { chosen, clusters }: TidyGraph,
  answer: ElkNode,
  placed: ReadonlyMap<string, Placed>,
): Edit[] {
  const laidOut = rectsOf({ chosen, clusters }, answer);
  const before = around([...chosen.values()].map(({ rect }) => rect));
  const after = around([...laidOut.values()]);
  if (before === undefined || after === undefined) return [];
  const by = { x: onGrid(before.x - after.x), y: onGrid(before.y - after.y) };
  const there = shifted(laidOut, by);
  const final = shifted(there, freeShift([...there.values()], obstaclesOf(chosen, placed)));
  return [...final]
    .flatMap(([id, rect]) => {
      const each = chosen.get(id);
      if (each === undefined) return [];
      return resizing(each.box, each.rect, each.box.part === 'groups' ? rect : { ...each.rect, x: rect.x, y: rect.y });
    })
    .concat(growing(final, chosen, placed));
}

function rectsOf({ chosen, clusters }: Pick<TidyGraph, 'chosen' | 'clusters'>, answer: ElkNode): Map<string, Rect> {
  const places = placesOf(answer);
  const rects = new Map<string, Rect>();
  for (const { core, places: inside } of clusters) {
    const at = places.get(nodeId(core.box))?.at;
    if (at === undefined) continue;
    for (const [id, offset] of inside) {
      const size = chosen.get(id)?.rect;
      if (size === undefined) continue;
      const { width, height } = size;
      rects.set(id, { x: onGrid(at.x) + offset.x, y: onGrid(at.y) + offset.y, width, height });
    }
  }
  for (const [id, { box }] of chosen) {
    const place = box.part === 'groups' ? places.get(id) : undefined;
    if (place === undefined) continue;
    const { at, size } = place;
    // Down to the grid and up to it: rounding must not push a border over what stands within.
    const x = Math.floor(at.x / grid) * grid;
    const y = Math.floor(at.y / grid) * grid + titleRoom;
    const right = Math.ceil((at.x + size.width) / grid) * grid;
    const bottom = Math.ceil((at.y + size.height) / grid) * grid;
    rects.set(id, { x, y, width: right - x, height: bottom - y });
  }
  return rects;
}

/** What stays where it is and must not be covered: not the groups, in which what is chosen may well stand. */
function obstaclesOf(chosen: ReadonlyMap<string, Placed>, placed: ReadonlyMap<string, Placed>): Rect[] {
  return [...placed.values()].flatMap(({ box, rect }) =>
    chosen.has(nodeId(box)) || box.part === 'groups' ? [] : [rect],
  );
}

/** The smallest way down, right, up or left after which nothing is covered. */
function freeShift(rects: readonly Rect[], obstacles: readonly Rect[]): Point {
  if (obstacles.length === 0) return { x: 0, y: 0 };
  for (let far = 0; far <= 10_000; far += margin) {
    for (const by of [
      { x: 0, y: far },
      { x: far, y: 0 },
      { x: 0, y: -far },
      { x: -far, y: 0 },
    ]) {
      const isFree = !rects.some((rect) => obstacles.some((other) => overlaps(other, roomFor(rect, by))));
      if (isFree) return by;
    }
  }
  return { x: 0, y: 0 };
}

const roomFor = ({ x, y, width, height }: Rect, by: Point): Rect => ({
  x: x + by.x - margin,
  y: y + by.y - margin,
  width: width + 2 * margin,
  height: height + 2 * margin,
});

/** Groups that were not chosen but hold something that was: they go on holding it. */
function growing(
  final: ReadonlyMap<string, Rect>,
  chosen: ReadonlyMap<string, Placed>,
  placed: ReadonlyMap<string, Placed>,
): Edit[] {
  return [...placed].flatMap(([id, group]) => {
    if (group.box.part !== 'groups' || chosen.has(id)) return [];
    const moved = membersOf(group.box, placed).flatMap(({ box }) => final.get(nodeId(box)) ?? []);
    const area = around(moved);
    if (area === undefined) return [];
    const wanted = around([group.rect, frameAround(area)]);
    return wanted === undefined ? [] : resizing(group.box, group.rect, wanted);
  });
}

function shifted(rects: ReadonlyMap<string, Rect>, by: Point): Map<string, Rect> {
  return new Map([...rects].map(([id, rect]) => [id, { ...rect, x: rect.x + by.x, y: rect.y + by.y }]));
}

const onGrid = (length: number): number => Math.round(length / grid) * grid;
