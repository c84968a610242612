import type { Connection } from './connections.ts';
import { makeLine, type Line, type Point, type Rect } from './line.ts';

/** Distance of two ports on one side of a box. */
const portGap = 18;

/** Lines between boxes: each leaves at a port of its own on the right side, and ends at one of its own on the left. Pure. */
export function layoutLines(connections: readonly Connection[], boxes: ReadonlyMap<string, Rect>): Map<string, Line> {
  const drawn = connections.filter(({ from, to }) => boxes.has(from) && boxes.has(to));
  const outgoing = ports(drawn, { boxes, own: 'from', other: 'to' });
  const incoming = ports(drawn, { boxes, own: 'to', other: 'from' });
  const lines = new Map<string, Line>();
  for (const { id, from, to } of drawn) {
    const start = boxes.get(from);
    const end = boxes.get(to);
    if (start === undefined || end === undefined) continue;
    lines.set(
      id,
      makeLine(
        { x: start.x + start.width, y: start.y + start.height / 2 + (outgoing.get(id) ?? 0) },
        { x: end.x, y: end.y + end.height / 2 + (incoming.get(id) ?? 0) },
      ),
    );
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

/** The new lines, but the object of before for each that has not moved: who shows it need not be drawn again. */
export function keepLines(before: ReadonlyMap<string, Line>, now: ReadonlyMap<string, Line>): Map<string, Line> {
  return new Map(
    [...now].map(([id, line]) => {
      const known = before.get(id);
      return [
        id,
        known !== undefined && samePoint(known.start, line.start) && samePoint(known.end, line.end) ? known : line,
      ];
    }),
  );
}

const samePoint = (a: Point, b: Point): boolean => a.x === b.x && a.y === b.y;
