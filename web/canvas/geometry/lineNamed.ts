import { outsideLine } from './connections.ts';
import { makeLine, type Line, type Rect } from './line.ts';

/** How far from a box somebody outside stands, in the drawing's units. */
const reach = 110;

interface Drawn {
  lines: ReadonlyMap<string, Line>;
  boxes: ReadonlyMap<string, Rect>;
}

/** The line of this id. Those from outside are not laid out with the others: each is a short way to the left side of its box. */
export function lineNamed(id: string, { lines, boxes }: Drawn): Line | undefined {
  const line = lines.get(id);
  if (line !== undefined || !id.startsWith(outsideLine(''))) return line;
  const box = boxes.get(id.slice(outsideLine('').length));
  if (box === undefined) return undefined;
  const end = { x: box.x, y: box.y + box.height / 2 };
  return makeLine({ x: end.x - reach, y: end.y - reach / 2 }, end);
}
