import type { Flow } from '#shared/flow/flow.ts';
import { durationText } from '../ui/durationText.ts';
import { hopDurationMs, hopFailed, hopNote, hopTo, shortPattern } from './hopText.ts';
import { tookUs, type HopView } from './hopView.ts';

/** One message of two traces, found in both by the way that led to it: the patterns and tries from the first cause on. */
export interface ComparedHop {
  /** Unique among the rows: the way, with how often it was gone before. */
  path: string;
  depth: number;
  label: string;
  place: string;
  before: ComparedSide | undefined;
  after: ComparedSide | undefined;
  /** What differs, in words; empty when nothing does that is worth one. */
  words: string;
  /** It ended in another way, or is there only once. */
  isOther: boolean;
}

export interface ComparedSide {
  hopId: string;
  durationMs: number | undefined;
  failed: boolean;
  outcome: string;
}

export interface Comparison {
  rows: readonly ComparedHop[];
  /** In a sentence or two. */
  summary: string;
}

/** A difference below both of these is noise. */
const noticed = { ms: 5, share: 0.2 };

/** Aligns two traces by the ways of their messages, and names what went another way. Pure. */
export function compareTraces(flow: Flow, before: readonly HopView[], after: readonly HopView[]): Comparison {
  const [left, right] = [pathsOf(before), pathsOf(after)];
  const rows = merged([...left.keys()], [...right.keys()]).map((path) =>
    comparedHop(flow, path, { left: left.get(path), right: right.get(path) }),
  );
  return { rows, summary: summaryOf(rows) };
}

interface Placed {
  hop: HopView;
  depth: number;
}

/** Every message by its way, parents before children, sisters by time. */
function pathsOf(hops: readonly HopView[]): Map<string, Placed> {
  const known = new Set(hops.map(({ hopId }) => hopId));
  const children = new Map<string | undefined, HopView[]>();
  for (const hop of [...hops].sort((a, b) => a.startedUs - b.startedUs)) {
    const parent = hop.parentId !== undefined && known.has(hop.parentId) ? hop.parentId : undefined;
    children.set(parent, [...(children.get(parent) ?? []), hop]);
  }
  const paths = new Map<string, Placed>();
  const pathsBelow = (parent: string | undefined, way: string, depth: number): (Placed & { path: string })[] => {
    const times = new Map<string, number>();
    return (children.get(parent) ?? []).map((hop) => {
      const step = `${way}/${hop.kind} ${shortPattern(hop.pattern)} ${hop.wire ?? ''} ${hop.attempt ?? ''}`;
      const time = (times.get(step) ?? 0) + 1;
      times.set(step, time);
      return { hop, depth, path: `${step} ${time}` };
    });
  };
  const open = pathsBelow(undefined, '', 0).toReversed();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    paths.set(next.path, { hop: next.hop, depth: next.depth });
    open.push(...pathsBelow(next.hop.hopId, next.path, next.depth + 1).toReversed());
  }
  return paths;
}

/** Both orders in one: what only one of them has stands behind what it follows there. */
function merged(left: readonly string[], right: readonly string[]): string[] {
  const inRight = new Set(right);
  const inLeft = new Set(left);
  const paths: string[] = [];
  const taken = new Set<string>();
  const take = (path: string): void => {
    if (!taken.has(path)) paths.push(path);
    taken.add(path);
  };
  let at = 0;
  for (const path of left) {
    if (inRight.has(path)) {
      for (; at < right.length && right[at] !== path; at += 1) {
        const only = right[at];
        if (only !== undefined && !inLeft.has(only)) take(only);
      }
      at = Math.max(at, right.indexOf(path) + 1);
    }
    take(path);
  }
  for (const path of right) take(path);
  return paths;
}

function comparedHop(
  flow: Flow,
  path: string,
  sides: { left: Placed | undefined; right: Placed | undefined },
): ComparedHop {
  const { left, right } = sides;
  const one = right ?? left;
  const [before, after] = [sideOf(left?.hop), sideOf(right?.hop)];
  const common = { path, depth: one?.depth ?? 0, before, after };
  const label =
    one === undefined
      ? ''
      : shortPattern(one.hop.pattern) + ((one.hop.attempt ?? 1) > 1 ? ` · try ${one.hop.attempt}` : '');
  const place = one === undefined ? '' : hopTo(flow, one.hop);
  if (before === undefined || after === undefined)
    return { ...common, label, place, words: before === undefined ? 'only here' : 'only there', isOther: true };
  const isOther = before.failed !== after.failed || (after.failed && before.outcome !== after.outcome);
  const outcome = isOther ? `${outcomeOf(before)} → ${outcomeOf(after)}` : '';
  return {
    ...common,
    label,
    place,
    words: [deltaText(before, after), outcome].filter((text) => text !== '').join(', '),
    isOther,
  };
}

function sideOf(hop: HopView | undefined): ComparedSide | undefined {
  if (hop === undefined) return undefined;
  const isEvent = hop.kind === 'event';
  const durationMs = isEvent ? tookUs(hop) / 1000 : hopDurationMs(hop);
  return { hopId: hop.hopId, durationMs, failed: hopFailed(hop), outcome: hopFailed(hop) ? hopNote(hop) : hop.state };
}

const outcomeOf = ({ outcome }: ComparedSide): string => outcome;

function deltaText(before: ComparedSide, after: ComparedSide): string {
  if (before.durationMs === undefined || after.durationMs === undefined) return '';
  const delta = after.durationMs - before.durationMs;
  if (Math.abs(delta) < noticed.ms || Math.abs(delta) < before.durationMs * noticed.share) return '';
  return `${durationText(Math.abs(delta))} ${delta > 0 ? 'longer' : 'shorter'}`;
}

function summaryOf(rows: readonly ComparedHop[]): string {
  const [root] = rows;
  const delta = root?.before === undefined || root.after === undefined ? '' : deltaText(root.before, root.after);
  const whole =
    root?.before === undefined || root.after === undefined
      ? 'They do not begin with the same message'
      : `This one took ${delta === '' ? 'about as long' : delta}`;
  const other = rows.filter(({ before, after, isOther }) => isOther && before !== undefined && after !== undefined);
  const first = other.findLast(({ after }) => after?.failed === true) ?? other.at(-1);
  const only = (side: 'before' | 'after'): number =>
    rows.filter((row) => row[side] !== undefined && row[side === 'before' ? 'after' : 'before'] === undefined).length;
  const count = (number: number, where: string): string[] =>
    number === 0 ? [] : [`${number} message${number === 1 ? '' : 's'} only ${where}`];
  const parts = [
    whole,
    ...(first === undefined
      ? []
      : [`${first.label}: ${first.before?.outcome ?? ''} there, ${first.after?.outcome ?? ''} here`]),
    ...count(only('after'), 'here'),
    ...count(only('before'), 'there'),
  ];
  return `${parts.join('; ')}.`;
}
