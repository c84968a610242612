import type { Flow } from '#shared/flow/flow.ts';
import type { HopView } from './hopView.ts';
import { arrowsOf, type Arrow } from './sequence/arrows.ts';
import { Lifelines, type Lifeline } from './sequence/lifelines.ts';
import { notesOf, type SequenceNote } from './sequence/notes.ts';

/**
 * Who said what to whom, in the order in which it happened: a sequence diagram as data.
 *
 *   row 0   buyer ──POST /orders──▶ gateway
 *   row 1                           gateway ──charge──╲          left in row 1 …
 *   row 2                           gateway: gave up   ╲
 *   row 3                                               ▶ payments   … and arrived in row 3
 */
export interface Sequence {
  /** From left to right, in the order in which they first took part. */
  lifelines: readonly Lifeline[];
  rows: readonly SequenceRow[];
  /** How many rows there are to place things on; an arrow that was long under way takes two. */
  rowCount: number;
  /** When a replica worked on a message. */
  activations: readonly Activation[];
  startUs: number;
}

/** Columns and rows count from 0. */
export type SequenceRow =
  | (Omit<Arrow, 'from' | 'to'> & { what: 'arrow'; from: number; to: number; row: number; arrivalRow: number })
  | (Omit<SequenceNote, 'at'> & { what: 'note'; at: number; row: number });
export type ArrowRow = Extract<SequenceRow, { what: 'arrow' }>;
export type NoteRow = Extract<SequenceRow, { what: 'note' }>;

export interface Activation {
  hopId: string;
  at: number;
  fromRow: number;
  toRow: number;
}

type Item = { what: 'arrow'; it: Arrow } | { what: 'note'; it: SequenceNote };
/** A moment that needs a row: where an arrow begins or ends, or a note stands. */
interface Moment {
  item: Item;
  us: number;
  seq: number;
  isArrival: boolean;
}

/** The sequence of these messages. Pure; the same whatever order they are given in. */
export function sequenceOf(flow: Flow, hops: readonly HopView[]): Sequence {
  const finder = new Lifelines(flow, hops);
  const children = new Map<string, HopView[]>();
  for (const hop of hops)
    if (hop.parentId !== undefined) children.set(hop.parentId, [...(children.get(hop.parentId) ?? []), hop]);
  const items = hops.flatMap((hop): Item[] => [
    ...arrowsOf(hop, finder).map((it): Item => ({ what: 'arrow', it })),
    ...notesOf(hop, finder, children.get(hop.hopId) ?? []).map((it): Item => ({ what: 'note', it })),
  ]);
  return place(items.flatMap(momentsOf).sort(inTime), hops);
}

function momentsOf(item: Item): Moment[] {
  if (item.what === 'note') return [{ item, us: item.it.atUs, seq: item.it.seq, isArrival: false }];
  const { leftUs, arrivedUs, seq } = item.it;
  return [
    { item, us: leftUs, seq, isArrival: false },
    { item, us: arrivedUs, seq, isArrival: true },
  ];
}

const inTime = (a: Moment, b: Moment): number =>
  a.us - b.us || a.seq - b.seq || Number(a.isArrival) - Number(b.isArrival);

function place(moments: readonly Moment[], hops: readonly HopView[]): Sequence {
  const lifelines = inOrder(moments);
  const columns = new Map(lifelines.map(({ key }, column) => [key, column]));
  const columnOf = ({ key }: Lifeline): number => columns.get(key) ?? 0;
  const rows: SequenceRow[] = [];
  const open = new Map<Item, ArrowRow>();
  let row = -1;
  let last: Moment | undefined;
  for (const moment of moments) {
    const { item, isArrival } = moment;
    if (isArrival) {
      const arrow = open.get(item);
      // What arrived before anything else happened is drawn level.
      if (last?.item !== item) row += 1;
      if (arrow !== undefined) arrow.arrivalRow = row;
    } else {
      row += 1;
      if (item.what === 'note') rows.push({ ...item.it, what: 'note', at: columnOf(item.it.at), row });
      else {
        const arrow: ArrowRow = {
          ...item.it,
          what: 'arrow',
          from: columnOf(item.it.from),
          to: columnOf(item.it.to),
          row,
          arrivalRow: row,
        };
        open.set(item, arrow);
        rows.push(arrow);
      }
    }
    last = moment;
  }
  const startUs = Math.min(...hops.map(({ startedUs }) => startedUs));
  return {
    lifelines,
    rows,
    rowCount: row + 1,
    activations: activationsOf(rows, lifelines, row),
    startUs: hops.length === 0 ? 0 : startUs,
  };
}

/** As they first took part; the replicas of a service stand side by side. */
function inOrder(moments: readonly Moment[]): Lifeline[] {
  const found = new Map<string, Lifeline>();
  for (const { item } of moments)
    for (const one of item.what === 'arrow' ? [item.it.from, item.it.to] : [item.it.at])
      found.set(one.key, found.get(one.key) ?? one);
  const groups = new Map<string, Lifeline[]>();
  for (const one of found.values()) {
    const group = `${one.kind} ${one.id ?? one.key}`;
    groups.set(group, [...(groups.get(group) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => group.sort((a, b) => a.key.localeCompare(b.key)));
}

/** From a request's arrival at a replica to its last reply; what never replied ends with the last that is known of it there. */
function activationsOf(rows: readonly SequenceRow[], lifelines: readonly Lifeline[], lastRow: number): Activation[] {
  const activations: Activation[] = [];
  const open = new Map<string, Activation>();
  for (const one of rows) {
    if (one.what === 'note') {
      const working = open.get(`${one.hopId} ${one.at}`);
      if (working !== undefined) working.toRow = Math.max(working.toRow, one.row);
    } else if (one.kind !== 'reply' && lifelines[one.to]?.kind === 'service' && !one.ghost) {
      const activation = {
        hopId: one.hopId,
        at: one.to,
        fromRow: one.arrivalRow,
        toRow: Math.min(one.arrivalRow, lastRow),
      };
      activations.push(activation);
      open.set(`${one.hopId} ${one.to}`, activation);
    } else if (one.kind === 'reply') {
      const working = open.get(`${one.hopId} ${one.from}`);
      if (working !== undefined) working.toRow = Math.max(working.toRow, one.row);
    }
  }
  return activations;
}
