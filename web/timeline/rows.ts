import type { MessageKind } from '#shared/trace.ts';
import { criticalPath } from './criticalPath.ts';
import type { Segment, SegmentKind } from './segments.ts';

/** One message as the waterfall needs to know it. Times in µs, from one clock. */
export interface TimelineHop {
  hopId: string;
  parentId?: string | undefined;
  /** `{ cmd: 'charge' }`, with the try when it is not the only one. */
  label: string;
  /** Where it went: the name of a service, or `→ redis`. */
  place: string;
  kind: MessageKind;
  /** A colour of the Mantine theme: that of the callee's transport. */
  color: string;
  startUs: number;
  /** When the caller was done with it; undefined while it waits. */
  endUs?: number | undefined;
  /** When the last work for it ended, where that was after `endUs`: what went on though nobody waited. */
  lateUntilUs?: number | undefined;
  state: 'pending' | 'ok' | 'failed' | 'lost';
  /** Where its time went until `now`; the late part included. */
  segmentsUntil: (nowUs: number) => readonly Segment[];
  /** For the critical path. */
  gaveUp: boolean;
  cancelled: boolean;
  /** `timeout 1 s`, `RpcException 402`. */
  note: string;
}

/** A part of a bar: shares of the whole width. */
export interface Part {
  left: number;
  width: number;
}

export interface TimelineRow extends TimelineHop {
  /** How many messages led to this one. */
  depth: number;
  /** Shares of the whole width, 0 to 1. */
  left: number;
  width: number;
  /** The late part, behind the bar. */
  lateWidth: number;
  durationMs: number;
  segments: readonly (Segment & Part & { kind: SegmentKind })[];
  /** Where this message decided how long the whole took. */
  critical: readonly Part[];
}

export interface Waterfall {
  rows: TimelineRow[];
  startUs: number;
  spanUs: number;
  /** Where the lines stand, as shares of the width, with what time it is there. */
  ticks: { at: number; ms: number }[];
}

/** A bar of a message that took no time to speak of is still to be seen and hit. */
const minWidth = 0.004;

/** Lays out a trace: parents above what they caused, sisters by time. A message whose parent is not known stands at the left. */
export function layoutWaterfall(hops: readonly TimelineHop[], nowUs: number): Waterfall {
  if (hops.length === 0) return { rows: [], startUs: 0, spanUs: 0, ticks: [] };
  let startUs = Infinity;
  let endUs = -Infinity;
  for (const hop of hops) {
    startUs = Math.min(startUs, hop.startUs);
    endUs = Math.max(endUs, hop.endUs ?? nowUs, hop.lateUntilUs ?? 0, hop.startUs);
  }
  const spanUs = Math.max(endUs - startUs, 1);
  const part = ({ fromUs, toUs }: { fromUs: number; toUs: number }): Part => ({
    left: (fromUs - startUs) / spanUs,
    width: (toUs - fromUs) / spanUs,
  });
  const path = criticalPath(hops);
  const rows = inTreeOrder(hops).map(({ hop, depth }): TimelineRow => {
    const end = Math.max(hop.endUs ?? nowUs, hop.startUs);
    const left = Math.min((hop.startUs - startUs) / spanUs, 1 - minWidth);
    const width = Math.max((end - hop.startUs) / spanUs, minWidth);
    const late = hop.lateUntilUs === undefined ? 0 : Math.max(hop.lateUntilUs - end, 0);
    const segments = hop.segmentsUntil(nowUs).map((segment) => ({ ...segment, ...part(segment) }));
    const critical = (path.get(hop.hopId) ?? []).map(part);
    const durationMs = (end - hop.startUs) / 1000;
    return { ...hop, depth, left, width, lateWidth: late / spanUs, durationMs, segments, critical };
  });
  return { rows, startUs, spanUs, ticks: ticksOf(spanUs) };
}

/** Depth first, without recursion: a trace can be as deep as a loop of messages is long. */
function inTreeOrder(hops: readonly TimelineHop[]): { hop: TimelineHop; depth: number }[] {
  const byId = new Map(hops.map((hop) => [hop.hopId, hop]));
  const children = new Map<string, TimelineHop[]>();
  const roots: TimelineHop[] = [];
  for (const hop of [...byId.values()].sort((a, b) => a.startUs - b.startUs)) {
    if (hop.parentId === undefined || !byId.has(hop.parentId)) roots.push(hop);
    else children.set(hop.parentId, [...(children.get(hop.parentId) ?? []), hop]);
  }
  const ordered: { hop: TimelineHop; depth: number }[] = [];
  const seen = new Set<TimelineHop>();
  // Only messages that name each other as parents, in a circle, are not reached from a root.
  const starts = [...roots, ...byId.values()];
  const open = starts.toReversed().map((hop) => ({ hop, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { hop, depth } = next;
    if (seen.has(hop)) continue;
    seen.add(hop);
    ordered.push(next);
    for (const child of (children.get(hop.hopId) ?? []).toReversed()) open.push({ hop: child, depth: depth + 1 });
  }
  return ordered;
}

const wantedTicks = 8;

/** Round times, about eight of them: 1, 2 or 5 times a power of ten. */
function ticksOf(spanUs: number): Waterfall['ticks'] {
  const spanMs = spanUs / 1000;
  const rough = spanMs / wantedTicks;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const count = Math.floor(spanMs / step);
  return Array.from({ length: count }, (_, index) => ({
    at: ((index + 1) * step) / spanMs,
    ms: Number(((index + 1) * step).toPrecision(6)),
  }));
}
