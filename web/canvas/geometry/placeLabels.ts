import { pointAt, type Line, type Point, type Rect } from './line.ts';
import { RectGrid } from './rectGrid.ts';

/** Where along the line a label may stand, best first. */
const shares = [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8];
const margin = 4;

export interface LabelToPlace {
  id: string;
  line: Line;
  width: number;
  height: number;
}

/** What was placed before: a label stays where it stands while nothing about it has changed. */
export interface Placed {
  label: LabelToPlace;
  place: Point;
}

/**
 * The middle of each label: on its line, where it covers no box and no other label. Where no such place is, the label leaves
 * its line, upwards or downwards, by as little as it takes. While a box is dragged only the labels that it concerns are placed
 * anew; `before` holds the others, and the same objects come back for them. Pure.
 */
export function placeLabels(
  labels: readonly LabelToPlace[],
  boxes: readonly Rect[],
  before: ReadonlyMap<string, Placed> = new Map(),
): Map<string, Placed> {
  const taken = new RectGrid();
  for (const box of boxes) taken.add(box);
  const kept = new Map(
    labels.flatMap((label) => {
      const known = before.get(label.id);
      return known !== undefined && staysFree(known, label, taken) ? [[label.id, known] as const] : [];
    }),
  );
  for (const { label, place } of kept.values()) taken.add(around(place, label));
  return new Map(
    labels.map((label) => {
      const known = kept.get(label.id);
      if (known !== undefined) return [label.id, known];
      const place = movedAlong(before.get(label.id), label, taken) ?? freePlace(label, taken);
      taken.add(around(place, label));
      return [label.id, { label, place }];
    }),
  );
}

/** Lines that did not change are the same object (`keepLines`). */
function staysFree({ label, place }: Placed, now: LabelToPlace, boxes: RectGrid): boolean {
  const isSame = label.line === now.line && label.width === now.width && label.height === now.height;
  return isSame && !boxes.hits(around(place, label));
}

/** A line that was moved as a whole (its lengths are still the same) takes its label along, unless that is in the way there. */
function movedAlong(known: Placed | undefined, now: LabelToPlace, taken: RectGrid): Point | undefined {
  if (known === undefined || known.label.line.lengths !== now.line.lengths) return undefined;
  const { start } = known.label.line;
  const place = { x: known.place.x + now.line.start.x - start.x, y: known.place.y + now.line.start.y - start.y };
  return taken.hits(around(place, now)) ? undefined : place;
}

function freePlace(label: LabelToPlace, taken: RectGrid): Point {
  for (let lift = 0; lift <= 240; lift += 12) {
    for (const share of shares) {
      const on = pointAt(label.line, share);
      for (const y of lift === 0 ? [on.y] : [on.y - lift, on.y + lift]) {
        const place = { x: on.x, y };
        if (!taken.hits(around(place, label))) return place;
      }
    }
  }
  return pointAt(label.line, 0.5);
}

const around = ({ x, y }: Point, { width, height }: LabelToPlace): Rect => ({
  x: x - width / 2 - margin,
  y: y - height / 2 - margin,
  width: width + 2 * margin,
  height: height + 2 * margin,
});
