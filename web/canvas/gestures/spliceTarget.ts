import { create } from 'zustand';
import type { Rect } from '../geometry/line.ts';
import { lineBounds, lineLength, pointAt, type Point } from '../geometry/line.ts';
import { useGeometryStore } from '../geometryStore.ts';

/** The wire that a box would be put into if it were let go now; shown while it is dragged. */
export const useSpliceTarget = create<{ wire: string | undefined }>(() => ({ wire: undefined }));

const pointerReach = 18;
const stride = 12;

/** The wire nearest to a point of the drawing, when it is near enough. */
export function wireUnder(at: Point, reach = pointerReach): string | undefined {
  const { connections, lines } = useGeometryStore.getState();
  let best: { wire: string; distance: number } | undefined;
  for (const { id, wire } of connections) {
    const line = lines.get(id);
    if (wire === undefined || line === undefined || !isNear(lineBounds(line), at, reach)) continue;
    const distance = distanceTo(line, at);
    if (distance <= reach && distance < (best?.distance ?? Infinity)) best = { wire, distance };
  }
  return best?.wire;
}

type Line = Parameters<typeof pointAt>[0];

function distanceTo(line: Line, at: Point): number {
  const count = Math.max(2, Math.ceil(lineLength(line) / stride));
  let least = Infinity;
  // The ends belong to the boxes they hang on.
  for (let step = 1; step < count; step += 1) {
    const point = pointAt(line, step / count);
    least = Math.min(least, Math.hypot(point.x - at.x, point.y - at.y));
  }
  return least;
}

function isNear({ x, y, width, height }: Rect, at: Point, reach: number): boolean {
  return at.x >= x - reach && at.x <= x + width + reach && at.y >= y - reach && at.y <= y + height + reach;
}
