import { placedParts, type Flow } from '#shared/flow/flow.ts';
import { itemsOf } from '#shared/flow/lookup.ts';
import { nodeId, type BoxId } from '../boxIds.ts';
import type { Rect } from '../geometry/line.ts';

/** Something that stands on the canvas, and the room it takes. */
export interface Placed {
  box: BoxId;
  rect: Rect;
}

const guessed = { width: 230, height: 110 };
const guessedNote = { width: 220, height: 80 };

/**
 * Everything that stands on the canvas, by React Flow's id. `boxes` are the measured ones (`useGeometryStore`); notes and groups
 * say themselves how large they are.
 */
export function placedRects(flow: Flow, boxes: ReadonlyMap<string, Rect>): Map<string, Placed> {
  const placed = placedParts.flatMap((part) =>
    Object.entries(itemsOf(flow, part)).map(([id, item]): Placed => {
      const size = 'size' in item && item.size !== undefined ? item.size : sizeOf({ part, id }, boxes);
      return { box: { part, id }, rect: { ...item.position, width: size.width, height: size.height } };
    }),
  );
  return new Map(placed.map((each) => [nodeId(each.box), each]));
}

function sizeOf({ part, id }: BoxId, boxes: ReadonlyMap<string, Rect>): { width: number; height: number } {
  return part === 'notes' ? guessedNote : (boxes.get(id) ?? guessed);
}

/** The smallest rectangle around all of these; undefined around nothing. */
export function around(rects: readonly Rect[]): Rect | undefined {
  if (rects.length === 0) return undefined;
  const x = Math.min(...rects.map((rect) => rect.x));
  const y = Math.min(...rects.map((rect) => rect.y));
  const right = Math.max(...rects.map((rect) => rect.x + rect.width));
  const bottom = Math.max(...rects.map((rect) => rect.y + rect.height));
  return { x, y, width: right - x, height: bottom - y };
}
