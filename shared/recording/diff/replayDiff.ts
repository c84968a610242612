import type { Flow } from '../../flow/flow.ts';
import type { HopEvent } from '../../trace.ts';
import { alignHops, waysOf, type HopPair } from './alignHops.ts';
import { comparable } from './comparable.ts';
import { differenceWords, endWords, type DifferenceKind } from './diffWords.ts';
import { playedHops, shortPattern, type PlayedHop } from './playedHop.ts';

/** One thing that went differently, at one message. */
export interface HopDifference {
  what: DifferenceKind;
  way: string;
  /** `payments → ledger` */
  place: string;
  pattern: string;
  /** `charge, payments → ledger: answered then, "no money" now` */
  words: string;
}

export interface TraceDiff {
  /** How the first message ended. */
  then: string;
  now: string;
  /** Nobody saw how it ended then: the recording had ended before. */
  isOpen: boolean;
  /** What led to it first: the deepest of those that ended differently. */
  first: HopDifference | undefined;
  differences: HopDifference[];
  /** Worth knowing, and no difference: what took much longer. */
  notes: string[];
}

/** Faster or slower by both of these is told, though a machine may simply have had more to do. */
const noticed = { ms: 50, times: 2 };

/** Compares one trace of a run with the same one of another run. Machines differ in speed: times alone are no difference. Pure. */
export function diffTraces(
  flows: { then: Flow; now: Flow },
  then: readonly HopEvent[],
  now: readonly HopEvent[],
): TraceDiff {
  const left = playedHops(flows.then, then);
  const right = playedHops(flows.now, now);
  const ids = { then: idNames(left, then), now: idNames(right, now) };
  const pairs = alignHops(left, right);
  // Where the recording ends, nobody saw how it ended.
  const pending = new Set(
    pairs.filter((pair) => pair.then?.end === 'pending' && pair.then.kind !== 'event').map(({ way }) => way),
  );
  const found = pairs.filter((pair) => ![...pending].some((way) => pair.way.startsWith(way)));
  const differences = found.flatMap((pair) => differencesOf(pair, ids));
  return {
    then: rootWords(left),
    now: rootWords(right),
    isOpen: left[0]?.end === 'pending' && left[0].kind !== 'event',
    first: firstOf(found, differences),
    differences,
    notes: pairs.flatMap(durationNote),
  };
}

const rootWords = ([root]: readonly PlayedHop[]): string => (root === undefined ? 'nothing happened' : endWords(root));

type Ids = Record<'then' | 'now', ReadonlyMap<string, string>>;

/** Each id of a trace by its place in it, which is the same in both runs. */
function idNames(hops: readonly PlayedHop[], [first]: readonly HopEvent[]): Map<string, string> {
  const names = new Map([...waysOf(hops)].map(([way, { hop }]) => [hop.hopId, `(id of ${way})`]));
  if (first !== undefined) names.set(first.traceId, '(trace id)');
  return names;
}

function differencesOf(pair: HopPair, ids: Ids): HopDifference[] {
  const { way, then, now } = pair;
  const hop = now ?? then;
  if (hop === undefined) return [];
  const make = (what: HopDifference['what']): HopDifference => ({
    what,
    way,
    place: hop.place,
    pattern: shortPattern(hop.pattern),
    words: differenceWords(what, then, now),
  });
  if (then === undefined) return [make('onlyNow')];
  if (now === undefined) return [make('onlyThen')];
  if (endKey(then, ids.then) !== endKey(now, ids.now)) return [make('end')];
  const differences: HopDifference[] = [];
  if (comparable(then.reply, ids.then) !== comparable(now.reply, ids.now)) differences.push(make('answer'));
  if (then.handlers.join() !== now.handlers.join()) differences.push(make('handler'));
  else if (then.replicas.join() !== now.replicas.join()) differences.push(make('replica'));
  return differences;
}

const endKey = ({ end, status, error }: PlayedHop, ids: ReadonlyMap<string, string>): string =>
  `${end} ${status ?? ''} ${comparable(error, ids)}`;

/** What was sent once more, or not at all, is most often what followed from another end. */
const rank: Record<DifferenceKind, number> = { end: 0, answer: 0, handler: 1, onlyThen: 2, onlyNow: 2, replica: 3 };

/** Nothing below it went differently, and it was the first of those. */
function firstOf(pairs: readonly HopPair[], differences: readonly HopDifference[]): HopDifference | undefined {
  const order = new Map(pairs.map(({ way, then, now }) => [way, then?.startedUs ?? now?.startedUs ?? 0]));
  const leaves = differences.filter(
    ({ way }) => !differences.some((other) => other.way !== way && other.way.startsWith(`${way}/`)),
  );
  const [first] = leaves.toSorted(
    (a, b) => rank[a.what] - rank[b.what] || (order.get(a.way) ?? 0) - (order.get(b.way) ?? 0),
  );
  return first;
}

function durationNote({ then, now }: HopPair): string[] {
  if (then?.endedUs === undefined || now?.endedUs === undefined || now.kind === 'event') return [];
  const before = (then.endedUs - then.startedUs) / 1000;
  const after = (now.endedUs - now.startedUs) / 1000;
  const [less, more] = before < after ? [before, after] : [after, before];
  if (more - less < noticed.ms || more < less * noticed.times) return [];
  return [`${shortPattern(now.pattern)}, ${now.place}: ${ms(before)} then, ${ms(after)} now`];
}

const ms = (value: number): string => (value >= 1000 ? `${(value / 1000).toFixed(1)} s` : `${Math.round(value)} ms`);
