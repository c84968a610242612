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
  const mine = marks(dragged, axis);
  let best = Number.POSITIVE_INFINITY;
  for (const other of others) {
    for (const mark of marks(other, axis)) {
      for (const own of mine) if (Math.abs(mark - own) < Math.abs(best)) best = mark - own;
    }
  }
  return Math.abs(best) <= within ? best : 0;
}

function linesAlong(settled: Rect, others: readonly Rect[], axis: Axis): HelperLine[] {
  const lines = new Map<number, HelperLine>();
  const mine = marks(settled, axis);
  for (const other of others) {
    for (const at of marks(other, axis)) {
      if (!mine.some((own) => Math.abs(own - at) < 0.01)) continue;
      const line = lines.get(at) ?? { axis, at, ...span(settled, axis) };
      const { from, to } = span(other, axis);
      lines.set(at, { ...line, from: Math.min(line.from, from), to: Math.max(line.to, to) });
    }
  }
  return [...lines.values()];
}

const marks = (rect: Rect, axis: Axis): [number, number, number] =>
  axis === 'x'
    ? [rect.x, rect.x + rect.width / 2, rect.x + rect.width]
    : [rect.y, rect.y + rect.height / 2, rect.y + rect.height];

/** How far a rectangle reaches along a line of this axis. */
const span = (rect: Rect, axis: Axis): { from: number; to: number } =>
  axis === 'x' ? { from: rect.y, to: rect.y + rect.height } : { from: rect.x, to: rect.x + rect.width };
