/** The line of a wire: one cubic Bézier from the right side of a box to the left side of another. Pure. */

export interface Point {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

export interface Rect extends Point, Size {}

export interface Line {
  start: Point;
  control1: Point;
  control2: Point;
  end: Point;
  /** Length up to each of `steps + 1` evenly spaced parameters: a dot moves by length, not by parameter. */
  lengths: Float64Array;
}

const steps = 32;

/** From a point on the right side of one box to one on the left side of another; bows out when it has to turn back. */
export function makeLine(start: Point, end: Point): Line {
  const reach = Math.max(40, Math.abs(end.x - start.x) * (end.x >= start.x ? 0.45 : 0.8));
  const control1 = { x: start.x + reach, y: start.y };
  const control2 = { x: end.x - reach, y: end.y };
  const line: Line = { start, control1, control2, end, lengths: new Float64Array(steps + 1) };
  let before = start;
  for (let step = 1; step <= steps; step += 1) {
    const point = bezier(line, step / steps);
    line.lengths[step] = (line.lengths[step - 1] ?? 0) + Math.hypot(point.x - before.x, point.y - before.y);
    before = point;
  }
  return line;
}

/** The same line somewhere else: its shape, and so its lengths, stay. */
export function moveLine(line: Line, by: Point): Line {
  const moved = ({ x, y }: Point): Point => ({ x: x + by.x, y: y + by.y });
  const { start, control1, control2, end, lengths } = line;
  return { start: moved(start), control1: moved(control1), control2: moved(control2), end: moved(end), lengths };
}

/** The point at this share (0 to 1) of the line's length. */
export function pointAt(line: Line, share: number): Point {
  const { lengths } = line;
  const wanted = Math.min(1, Math.max(0, share)) * (lengths[steps] ?? 0);
  let low = 0;
  let high = steps;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((lengths[middle] ?? 0) <= wanted) low = middle;
    else high = middle;
  }
  const from = lengths[low] ?? 0;
  const span = (lengths[high] ?? 0) - from;
  return bezier(line, (low + (span === 0 ? 0 : (wanted - from) / span)) / steps);
}

/** As the `d` of an SVG path. */
export function svgPath({ start, control1, control2, end }: Line): string {
  return `M${start.x},${start.y} C${control1.x},${control1.y} ${control2.x},${control2.y} ${end.x},${end.y}`;
}

/** A rectangle that holds the whole line: a curve lies within its four points. */
export function lineBounds({ start, control1, control2, end }: Line): Rect {
  const x = Math.min(start.x, control1.x, control2.x, end.x);
  const y = Math.min(start.y, control1.y, control2.y, end.y);
  const width = Math.max(start.x, control1.x, control2.x, end.x) - x;
  return { x, y, width, height: Math.max(start.y, control1.y, control2.y, end.y) - y };
}

export function lineLength({ lengths }: Line): number {
  return lengths[steps] ?? 0;
}

function bezier({ start, control1, control2, end }: Line, t: number): Point {
  const u = 1 - t;
  const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  return {
    x: a * start.x + b * control1.x + c * control2.x + d * end.x,
    y: a * start.y + b * control1.y + c * control2.y + d * end.y,
  };
}

export function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
