import { errorText, isHopEvent, type ChangeEvent, type TraceEvent } from '#shared/trace.ts';
import { patternText } from '#shared/flow/pattern.ts';
import { addBreaks, type Break } from './breaks.ts';
import { addToHop, tookUs, type HopView } from './hopView.ts';

/** All that is known of what happened, bounded: the oldest traces make room. */
export interface TraceBook {
  hops: ReadonlyMap<string, HopView>;
  /** In the order in which they began. */
  traces: ReadonlyMap<string, TraceView>;
  changes: readonly ChangeEvent[];
  /** What was broken when, in the order in which it broke. */
  breaks: readonly Break[];
  lastSeq: number;
  /** Events that never reached this page. */
  missed: number;
}

export interface TraceView {
  traceId: string;
  /** Of the message that began it. */
  title: string;
  startedUs: number;
  /** The newest event, of whichever message. */
  lastUs: number;
  /** How long the message that began it took. */
  tookUs: number;
  hopIds: readonly string[];
  errors: number;
  /** The root's answer: `402`, `Card declined`, … */
  outcome: string;
  pending: boolean;
}

export const emptyBook: TraceBook = {
  hops: new Map(),
  traces: new Map(),
  changes: [],
  breaks: [],
  lastSeq: 0,
  missed: 0,
};

const maxTraces = 500;
const maxHops = 10_000;
const maxChanges = 200;

/** The one reducer: live batches, a recording and a lesson's canned run all enter here. Those known already change nothing. Pure. */
export function addEvents(book: TraceBook, events: readonly TraceEvent[], missed = 0): TraceBook {
  const isNew = events.every(({ seq }) => seq > book.lastSeq);
  const added = foldEvents(book, isNew ? events : events.filter(({ seq }) => seq > book.lastSeq));
  return missed === 0 ? added : { ...added, missed: book.missed + missed };
}

/** The same for events in the order of time, which is not always that of `seq`: two processes tell what they saw in turns. Pure. */
export function foldEvents(book: TraceBook, events: readonly TraceEvent[]): TraceBook {
  const hops = new Map(book.hops);
  const touched = new Set<string>();
  const newTraces = new Map<string, string[]>();
  const changes: ChangeEvent[] = [];
  let { lastSeq } = book;
  for (const event of events) {
    lastSeq = Math.max(lastSeq, event.seq);
    if (!isHopEvent(event)) {
      changes.push(event);
      continue;
    }
    const before = hops.get(event.hopId);
    hops.set(event.hopId, addToHop(before, event));
    touched.add(event.traceId);
    if (before === undefined) newTraces.set(event.traceId, [...(newTraces.get(event.traceId) ?? []), event.hopId]);
  }
  const traces = new Map(book.traces);
  for (const traceId of touched) {
    const hopIds = [...(traces.get(traceId)?.hopIds ?? []), ...(newTraces.get(traceId) ?? [])];
    traces.set(traceId, viewTrace(traceId, hopIds, hops));
  }
  makeRoom(traces, hops);
  return {
    hops,
    traces,
    changes: changes.length === 0 ? book.changes : [...book.changes, ...changes].slice(-maxChanges),
    breaks: addBreaks(book.breaks, changes),
    lastSeq,
    missed: book.missed,
  };
}

const failedStates = new Set(['failed', 'timedOut', 'lost']);

function viewTrace(traceId: string, hopIds: readonly string[], hops: ReadonlyMap<string, HopView>): TraceView {
  const views = hopIds.flatMap((id) => hops.get(id) ?? []);
  const root = views.find(({ parentId }) => parentId === undefined || !hops.has(parentId)) ?? views[0];
  return {
    traceId,
    title: root === undefined ? '' : patternText(root.pattern),
    startedUs: Math.min(...views.map(({ startedUs }) => startedUs)),
    lastUs: Math.max(...views.map(({ lastUs }) => lastUs)),
    tookUs: root === undefined ? 0 : tookUs(root),
    hopIds,
    errors: views.filter(({ state }) => failedStates.has(state)).length,
    outcome: root === undefined ? '' : outcomeOf(root),
    pending: views.some(({ state, kind }) => state === 'pending' && kind !== 'event'),
  };
}

function outcomeOf(root: HopView): string {
  if (root.state === 'pending') return '';
  const status = root.status === undefined ? [] : [String(root.status)];
  const error = failedStates.has(root.state) ? [errorText(root.error)] : [];
  return [...status, ...error].filter((text) => text !== '').join(' ');
}

function makeRoom(traces: Map<string, TraceView>, hops: Map<string, HopView>): void {
  for (const [traceId, { hopIds }] of traces) {
    if (traces.size <= maxTraces && hops.size <= maxHops) return;
    traces.delete(traceId);
    for (const id of hopIds) hops.delete(id);
  }
}
