import { applyEdits, type Edit } from '#shared/flow/edits.ts';
import type { Flow, Position } from '#shared/flow/flow.ts';
import type { NewItem, PaletteItem } from '../../palette/items.ts';
import { boxesOf } from '../../flow/placed.ts';
import { connect, type Connecting } from '../connect.ts';
import { splice } from './splice.ts';

/** From where a line was pulled into the open, and which way it points. */
export interface LooseEnd {
  /** Id of the box the line hangs on. */
  box: string;
  /** `out`: the box asks what comes; `in`: what comes asks the box. */
  way: 'out' | 'in';
}

/** What the new box is joined to: a line that was let go in the open, or a wire it stands in the middle of. */
export type Join = LooseEnd | { wire: string } | undefined;

/** A new box that arrives connected, as one gesture, or why that cannot be. */
export function placeJoined(flow: Flow, item: PaletteItem, { at, join }: { at: Position; join: Join }): Placing {
  const made = item.create(flow, at);
  if (join === undefined) return { ok: true, made };
  const placed = applyEdits(flow, made.edits);
  if (!placed.ok) return { ok: false, why: placed.problem.message };
  const joined =
    'wire' in join
      ? splice(placed.value, { wire: join.wire, box: made, isNew: true })
      : connectLoose(placed.value, join, made.id);
  if (!joined.ok) return joined;
  return { ok: true, made: { ...made, edits: [...made.edits, ...joined.edits] }, wire: joined.wire };
}

export type Placing = { ok: true; made: NewItem; wire?: string | undefined } | { ok: false; why: string };

/** Connects the loose end of a line to a box that is there. */
export function connectLoose(flow: Flow, { box, way }: LooseEnd, other: string): Connecting {
  return way === 'out' ? connect(flow, box, other) : connect(flow, other, box);
}

/** The boxes that a loose end could be led to, each with the edits that do it. */
export function partnersOf(
  flow: Flow,
  end: LooseEnd,
): { id: string; name: string; edits: Edit[]; wire?: string | undefined }[] {
  return Object.entries(boxesOf(flow)).flatMap(([id, { name }]) => {
    const joined = id === end.box ? undefined : connectLoose(flow, end, id);
    return joined?.ok === true ? [{ id, name, edits: joined.edits, wire: joined.wire }] : [];
  });
}
