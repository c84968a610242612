import type { Point, Rect } from '../geometry/line.ts';

/** Lines that show with what a dragged box is in line, and pull it there. Pure, and cheap enough for every move of the pointer. */
export interface HelperLine {
  /** An `x` line stands upright at this x, a `y` line lies at this y. */
  axis: 'x' | 'y';
  at: number;
  from: number;
  to: number;
}

/** How near, in pixels of the screen, two edges must come to be pulled together. */
const reach = 6;

/** Where the dragged rectangle comes to stand, and the lines along which it is in line with others then. */
export function helperLines(
  dragged: Rect,
  others: readonly Rect[],
  zoom: number,
): { position: Point; lines: HelperLine[] } {
  const position = {
    x: dragged.x + pull(dragged, { others, axis: 'x', within: reach / zoom }),
    y: dragged.y + pull(dragged, { others, axis: 'y', within: reach / zoom }),
  };
  const settled = { ...dragged, ...position };
  return { position, lines: [...linesAlong(settled, others, 'x'), ...linesAlong(settled, others, 'y')] };
}

type Axis = HelperLine['axis'];

interface Pull {
  others: readonly Rect[];
  axis: Axis;
  within: number;
}

/** The smallest way to where an edge or the middle meets one of another; 0 where nothing is near. */
function pull(dragged: Rect, { others, axis, within }: Pull): number {
  let best = Number.POSITIVE_INFINITY;
  for (const other of others) {
    for (let mine = 0; mine <= 2; mine += 1) {
      for (let its = 0; its <= 2; its += 1) {
        const way = mark(other, axis, its) - mark(dragged, axis, mine);
        if (Math.abs(way) < Math.abs(best)) best = way;
      }
    }
  }
  return Math.abs(best) <= within ? best : 0;
}

function linesAlong(settled: Rect, others: readonly Rect[], axis: Axis): HelperLine[] {
  const lines = new Map<number, HelperLine>();
  for (const other of others) {
    for (let its = 0; its <= 2; its += 1) {
      const at = mark(other, axis, its);
      if (!meets(settled, axis, at)) continue;
      const line = lines.get(at) ?? { axis, at, ...span(settled, axis) };
      const { from, to } = span(other, axis);
      lines.set(at, { ...line, from: Math.min(line.from, from), to: Math.max(line.to, to) });
    }
  }
  return [...lines.values()];
}

function meets(rect: Rect, axis: Axis, at: number): boolean {
  for (let mine = 0; mine <= 2; mine += 1) if (Math.abs(mark(rect, axis, mine) - at) < 0.01) return true;
  return false;
}

/** The first edge (0), the middle (1) or the second edge (2). Numbers, not lists of them: this runs for every pair of boxes. */
function mark(rect: Rect, axis: Axis, which: number): number {
  return axis === 'x' ? rect.x + (rect.width * which) / 2 : rect.y + (rect.height * which) / 2;
}

/** How far a rectangle reaches along a line of this axis. */
const span = (rect: Rect, axis: Axis): { from: number; to: number } =>
  axis === 'x' ? { from: rect.y, to: rect.y + rect.height } : { from: rect.x, to: rect.x + rect.width };
