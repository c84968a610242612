import { lineBounds, pointAt, type Line, type Point, type Rect } from './line.ts';
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
  /** There is no free place for it: it covers something. */
  isCrowded: boolean;
}

/** Labels by id, and the boxes, by theirs, between which they were placed. */
export interface Placement {
  placed: ReadonlyMap<string, Placed>;
  boxes: ReadonlyMap<string, Rect>;
}

const nothing: Placement = { placed: new Map(), boxes: new Map() };

/**
 * The middle of each label: on its line, where it covers no box and no other label. Where no such place is, the label leaves
 * its line, upwards or downwards, by as little as it takes. While a box is dragged only the labels that it concerns are placed
 * anew; `before` holds the others, and the same objects come back for them. A label that has found no free place looks for one
 * again when something near it has gone. Pure.
 */
export function placeLabels(
  labels: readonly LabelToPlace[],
  boxes: ReadonlyMap<string, Rect>,
  before: Placement = nothing,
): Placement {
  const taken = new RectGrid();
  for (const box of boxes.values()) taken.add(box);
  let left: RectGrid | undefined;
  const hasRoomCome = (label: LabelToPlace): boolean => {
    left ??= leftRoom(labels, boxes, before);
    return left.hits(searched(label));
  };
  const kept = new Map(
    labels.flatMap((label) => {
      const known = before.placed.get(label.id);
      if (known === undefined || !isSame(known.label, label)) return [];
      const stays = known.isCrowded ? !hasRoomCome(label) : !taken.hits(around(known.place, label));
      return stays ? [[label.id, known] as const] : [];
    }),
  );
  for (const { label, place } of kept.values()) taken.add(around(place, label));
  const placed = labels.map((label): [string, Placed] => {
    const known = kept.get(label.id);
    if (known !== undefined) return [label.id, known];
    const place = movedAlong(before.placed.get(label.id), label, taken) ?? freePlace(label, taken);
    const shown = place ?? pointAt(label.line, 0.5);
    taken.add(around(shown, label));
    return [label.id, { label, place: shown, isCrowded: place === undefined }];
  });
  return { placed: new Map(placed), boxes };
}

/** Where boxes and labels stood that stand somewhere else now, or nowhere. */
function leftRoom(labels: readonly LabelToPlace[], boxes: ReadonlyMap<string, Rect>, before: Placement): RectGrid {
  const left = new RectGrid();
  for (const [id, box] of before.boxes) if (!isSameRect(box, boxes.get(id))) left.add(box);
  const now = new Map(labels.map((label) => [label.id, label]));
  for (const [id, { label, place }] of before.placed) {
    const same = now.get(id);
    if (same === undefined || !isSame(label, same)) left.add(around(place, label));
  }
  return left;
}

const isSameRect = (a: Rect, b: Rect | undefined): boolean =>
  a === b || (a.x === b?.x && a.y === b.y && a.width === b.width && a.height === b.height);

/** Lines that did not change are the same object (`layoutLines`). */
const isSame = (a: LabelToPlace, b: LabelToPlace): boolean =>
  a.line === b.line && a.width === b.width && a.height === b.height;

/** A line that was moved as a whole (its lengths are still the same) takes its label along, unless that is in the way there. */
function movedAlong(known: Placed | undefined, now: LabelToPlace, taken: RectGrid): Point | undefined {
  if (known === undefined || known.label.line.lengths !== now.line.lengths) return undefined;
  const { start } = known.label.line;
  const place = { x: known.place.x + now.line.start.x - start.x, y: known.place.y + now.line.start.y - start.y };
  return taken.hits(around(place, now)) ? undefined : place;
}

/** The furthest that a label leaves its line. */
const maxLift = 240;

/** Looks at hundreds of places for a label in a crowd, with every frame of a drag: so it makes no new objects for each. */
function freePlace(label: LabelToPlace, taken: RectGrid): Point | undefined {
  const along = shares.map((share) => pointAt(label.line, share));
  const room = around({ x: 0, y: 0 }, label);
  const isFree = (x: number, y: number): boolean => {
    room.x = x - room.width / 2;
    room.y = y - room.height / 2;
    return !taken.hits(room);
  };
  for (let lift = 0; lift <= maxLift; lift += 12) {
    for (const { x, y } of along) {
      if (isFree(x, y - lift)) return { x, y: y - lift };
      if (lift > 0 && isFree(x, y + lift)) return { x, y: y + lift };
    }
  }
  return undefined;
}

/** Everywhere that `freePlace` looks. */
function searched({ line, width, height }: LabelToPlace): Rect {
  const bounds = lineBounds(line);
  const beside = width / 2 + margin;
  const above = height / 2 + margin + maxLift;
  return {
    x: bounds.x - beside,
    y: bounds.y - above,
    width: bounds.width + 2 * beside,
    height: bounds.height + 2 * above,
  };
}

const around = ({ x, y }: Point, { width, height }: LabelToPlace): Rect => ({
  x: x - width / 2 - margin,
  y: y - height / 2 - margin,
  width: width + 2 * margin,
  height: height + 2 * margin,
});
