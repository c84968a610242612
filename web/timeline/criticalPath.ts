import type { MessageKind } from '#shared/trace.ts';

/** A message as the critical path needs to know it: µs, one clock. */
export interface PathHop {
  hopId: string;
  parentId?: string | undefined;
  kind: MessageKind;
  startUs: number;
  /** Undefined: it still goes on, so that nobody knows yet. */
  endUs?: number | undefined;
  /** It gave up: it did wait for what went on below it. */
  gaveUp: boolean;
  /** Nobody waited for it any more, as another one was faster. */
  cancelled: boolean;
}

export interface Stretch {
  fromUs: number;
  toUs: number;
}

/**
 * Which message decided, moment by moment, how long the whole took: going back from the end of the first one, always along the
 * child that ended last. Nobody waits for events, so they are never on it. By hop id; all stretches together last exactly as
 * long as the first message. Empty while that goes on.
 */
export function criticalPath(hops: readonly PathHop[]): ReadonlyMap<string, readonly Stretch[]> {
  const byId = new Map(hops.map((hop) => [hop.hopId, hop]));
  const children = new Map<string, PathHop[]>();
  for (const hop of hops)
    if (hop.parentId !== undefined && hop.kind !== 'event')
      children.set(hop.parentId, [...(children.get(hop.parentId) ?? []), hop]);
  const path = new Map<string, Stretch[]>();
  const root = hops.find(({ parentId }) => parentId === undefined || !byId.has(parentId));
  if (root?.endUs === undefined) return path;
  const open: { hop: PathHop; untilUs: number }[] = [{ hop: root, untilUs: root.endUs }];
  const seen = new Set<string>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { hop, untilUs } = next;
    if (seen.has(hop.hopId)) continue;
    seen.add(hop.hopId);
    let cursor = untilUs;
    const own: Stretch[] = [];
    for (const { child, endUs } of waitedFor(hop, untilUs, children.get(hop.hopId) ?? [])) {
      // Beside one that ended later, it did not matter.
      if (endUs > cursor || child.startUs >= cursor || child.startUs < hop.startUs || seen.has(child.hopId)) continue;
      if (cursor > endUs) own.unshift({ fromUs: endUs, toUs: cursor });
      open.push({ hop: child, untilUs: endUs });
      cursor = child.startUs;
    }
    if (cursor > hop.startUs) own.unshift({ fromUs: hop.startUs, toUs: cursor });
    if (own.length > 0) path.set(hop.hopId, own);
  }
  return path;
}

/** Its children with the moment until which it waited for them, the last one first. */
function waitedFor(hop: PathHop, untilUs: number, children: readonly PathHop[]): { child: PathHop; endUs: number }[] {
  return children
    .filter(({ cancelled }) => !cancelled)
    .flatMap((child) => {
      const goesOn = child.endUs === undefined || child.endUs > untilUs;
      if (goesOn && !hop.gaveUp) return [];
      return [{ child, endUs: goesOn ? untilUs : (child.endUs ?? untilUs) }];
    })
    .sort((a, b) => b.endUs - a.endUs || b.child.startUs - a.child.startUs);
}
