import { shortPattern, type PlayedHop } from './playedHop.ts';

/** A message that went the same way in two runs, or the way of which only one of them has gone. */
export interface HopPair {
  /** The patterns, wires and tries from the first cause on. */
  way: string;
  parentWay: string;
  depth: number;
  then: PlayedHop | undefined;
  now: PlayedHop | undefined;
}

/** Finds the messages of one run among those of the other, by the way that led to each. Parents stand before children. */
export function alignHops(then: readonly PlayedHop[], now: readonly PlayedHop[]): HopPair[] {
  const [left, right] = [waysOf(then), waysOf(now)];
  const ways = [...new Set([...left.keys(), ...right.keys()])];
  return ways
    .map((way): HopPair => {
      const [one, other] = [left.get(way), right.get(way)];
      const { parentWay = '', depth = 0 } = one ?? other ?? {};
      return { way, parentWay, depth, then: one?.hop, now: other?.hop };
    })
    .toSorted((a, b) => a.depth - b.depth);
}

interface Placed {
  hop: PlayedHop;
  parentWay: string;
  depth: number;
}

/** Sisters that look alike are told apart by their order. */
export function waysOf(hops: readonly PlayedHop[]): Map<string, Placed> {
  const known = new Set(hops.map(({ hopId }) => hopId));
  const children = new Map<string | undefined, PlayedHop[]>();
  for (const hop of hops) {
    const parent = hop.parentId !== undefined && known.has(hop.parentId) ? hop.parentId : undefined;
    const sisters = children.get(parent);
    if (sisters === undefined) children.set(parent, [hop]);
    else sisters.push(hop);
  }
  const ways = new Map<string, Placed>();
  const open: { parent: string | undefined; way: string; depth: number }[] = [{ parent: undefined, way: '', depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const times = new Map<string, number>();
    for (const hop of children.get(next.parent) ?? []) {
      const step = `${next.way}/${hop.kind} ${shortPattern(hop.pattern)} ${hop.wire} ${hop.attempt ?? ''}`;
      const time = (times.get(step) ?? 0) + 1;
      times.set(step, time);
      const way = `${step} ${time}`;
      ways.set(way, { hop, parentWay: next.way, depth: next.depth });
      open.push({ parent: hop.hopId, way, depth: next.depth + 1 });
    }
  }
  return ways;
}
