import type { Connection } from './connections.ts';
import { makeLine, moveLine, type Line, type Point, type Rect } from './line.ts';

/** Distance of two ports on one side of a box. */
const portGap = 18;

/**
 * Lines between boxes: each leaves at a port of its own on the right side, and ends at one of its own on the left. A line that
 * has not moved since `before` is the same object: who shows it need not be drawn again. Pure.
 */
export function layoutLines(
  connections: readonly Connection[],
  boxes: ReadonlyMap<string, Rect>,
  before: ReadonlyMap<string, Line> = new Map(),
): Map<string, Line> {
  const drawn = connections.filter(({ from, to }) => boxes.has(from) && boxes.has(to));
  const outgoing = ports(drawn, { boxes, own: 'from', other: 'to' });
  const incoming = ports(drawn, { boxes, own: 'to', other: 'from' });
  const lines = new Map<string, Line>();
  for (const { id, from, to } of drawn) {
    const start = boxes.get(from);
    const end = boxes.get(to);
    if (start === undefined || end === undefined) continue;
    const leaves = { x: start.x + start.width, y: start.y + start.height / 2 + (outgoing.get(id) ?? 0) };
    const arrives = { x: end.x, y: end.y + end.height / 2 + (incoming.get(id) ?? 0) };
    lines.set(id, lineFrom(before.get(id), leaves, arrives));
  }
  return lines;
}

interface Side {
  boxes: ReadonlyMap<string, Rect>;
  own: 'from' | 'to';
  other: 'from' | 'to';
}

/** How far from the middle of its side each line meets the box: sorted by where it goes, so that sisters do not cross. */
function ports(connections: readonly Connection[], { boxes, own, other }: Side): Map<string, number> {
  const byBox = new Map<string, Connection[]>();
  for (const connection of connections) {
    const sisters = byBox.get(connection[own]);
    if (sisters === undefined) byBox.set(connection[own], [connection]);
    else sisters.push(connection);
  }
  const offsets = new Map<string, number>();
  const middle = (id: string): number => {
    const box = boxes.get(id);
    return box === undefined ? 0 : box.y + box.height / 2;
  };
  for (const [box, sisters] of byBox) {
    const height = boxes.get(box)?.height ?? 0;
    const gap = Math.min(portGap, (height - 16) / sisters.length);
    const sorted = sisters.toSorted((a, b) => middle(a[other]) - middle(b[other]));
    sorted.forEach(({ id }, index) => offsets.set(id, (index - (sorted.length - 1) / 2) * gap));
  }
  return offsets;
}

function lineFrom(known: Line | undefined, start: Point, end: Point): Line {
  if (known === undefined) return makeLine(start, end);
  const by = { x: start.x - known.start.x, y: start.y - known.start.y };
  if (end.x - known.end.x !== by.x || end.y - known.end.y !== by.y) return makeLine(start, end);
  return by.x === 0 && by.y === 0 ? known : moveLine(known, by);
}
