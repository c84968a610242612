import type { HopView } from '../trace/hopView.ts';
import { causesOf } from './messageRows.ts';

export interface TreeRow {
  hop: HopView;
  /** 0: the first cause that is known. */
  depth: number;
  /** It is the message whose tree this is. */
  isSelf: boolean;
}

/** A longer tree is what the timeline is for. */
export const maxTreeRows = 100;

/** What led to a message, the message, and all that it caused, each below its cause. */
export function causeTree(hops: ReadonlyMap<string, HopView>, sisters: readonly string[], self: HopView): TreeRow[] {
  const rows = causesOf(hops, self).map((hop, depth): TreeRow => ({ hop, depth, isSelf: false }));
  const children = new Map<string, HopView[]>();
  for (const hop of sisters.flatMap((id) => hops.get(id) ?? []))
    if (hop.parentId !== undefined) children.set(hop.parentId, [...(children.get(hop.parentId) ?? []), hop]);
  const seen = new Set(rows.map(({ hop }) => hop.hopId));
  const open: TreeRow[] = [{ hop: self, depth: rows.length, isSelf: true }];
  for (let next = open.pop(); next !== undefined && rows.length < maxTreeRows; next = open.pop()) {
    const { hop, depth } = next;
    if (seen.has(hop.hopId)) continue;
    seen.add(hop.hopId);
    rows.push(next);
    for (const child of (children.get(hop.hopId) ?? []).toReversed())
      open.push({ hop: child, depth: depth + 1, isSelf: false });
  }
  return rows;
}
