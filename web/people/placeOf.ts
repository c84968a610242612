import type { Flow } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import type { Person, Selected } from '#shared/people.ts';
import type { Point, Rect } from '../canvas/geometry/line.ts';

/** What of the canvas is known here: where boxes stand and wires are named. */
interface Places {
  boxes: ReadonlyMap<string, Rect>;
  labels: ReadonlyMap<string, Point>;
}

const point = ({ x, y }: Point): Rect => ({ x, y, width: 0, height: 0 });

/** Where something stands in the drawing; of a wire the middle of its label, of a note its corner. */
export function placeOf({ kind, id, service }: Selected, flow: Flow, { boxes, labels }: Places): Rect | undefined {
  switch (kind) {
    case 'wire': {
      const label = labels.get(id);
      return label === undefined ? undefined : point(label);
    }
    case 'note': {
      const note = own(flow.notes, id);
      return note === undefined ? undefined : point(note.position);
    }
    case 'group': {
      const group = own(flow.groups ?? {}, id);
      return group === undefined ? undefined : { ...group.position, ...group.size };
    }
    case 'handler':
      return boxes.get(service ?? '');
    case 'service':
    case 'broker':
    case 'driver':
    case 'external':
    case 'registry':
      return boxes.get(id);
  }
}

/** Where to look for somebody: at what they have selected, else where they point. */
export function whereIs(
  { selection }: Person,
  { pointer, flow, places }: { pointer: Point | undefined; flow: Flow; places: Places },
): Rect | undefined {
  for (const one of selection) {
    const place = placeOf(one, flow, places);
    if (place !== undefined) return place;
  }
  return pointer === undefined ? undefined : point(pointer);
}
