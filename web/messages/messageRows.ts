import type { Flow } from '#shared/flow/flow.ts';
import { patternText } from '#shared/flow/pattern.ts';
import { hopDurationMs, hopFailed, hopFrom, hopNote, hopTo } from '../trace/hopText.ts';
import type { HopView } from '../trace/hopView.ts';

export interface MessageRow {
  hop: HopView;
  from: string;
  to: string;
  pattern: string;
  /** How it ended, or that it waits. */
  note: string;
  durationMs: number | undefined;
  failed: boolean;
}

export interface MessageFilter {
  /** Found in pattern, services or error, whatever its case. */
  text: string;
  errorsOnly: boolean;
}

/** A list that is longer helps nobody: then one filters. */
export const maxMessages = 500;

/** The newest messages that fit the filter, newest first. */
export function messageRows(flow: Flow, hops: ReadonlyMap<string, HopView>, filter: MessageFilter): MessageRow[] {
  const wanted = filter.text.trim().toLowerCase();
  const newestFirst = [...hops.values()].toReversed();
  const rows: MessageRow[] = [];
  for (const hop of newestFirst) {
    if (rows.length === maxMessages) break;
    if (filter.errorsOnly && !hopFailed(hop)) continue;
    const row = messageRow(flow, hop);
    if (wanted === '' || searchText(row).includes(wanted)) rows.push(row);
  }
  return rows;
}

export function messageRow(flow: Flow, hop: HopView): MessageRow {
  return {
    hop,
    from: hopFrom(flow, hop),
    to: hopTo(flow, hop),
    pattern: patternText(hop.pattern),
    note: hopNote(hop),
    durationMs: hopDurationMs(hop),
    failed: hopFailed(hop),
  };
}

const searchText = (row: MessageRow): string =>
  `${row.pattern} ${row.from} ${row.to} ${row.note} ${row.hop.traceId}`.toLowerCase();

/** The messages that led to this one, the first cause first; a circle or an unknown parent ends it. */
export function causesOf(hops: ReadonlyMap<string, HopView>, hop: HopView): HopView[] {
  const causes: HopView[] = [];
  const seen = new Set([hop.hopId]);
  for (let id = hop.parentId; id !== undefined && !seen.has(id);) {
    seen.add(id);
    const cause = hops.get(id);
    if (cause === undefined) break;
    causes.unshift(cause);
    id = cause.parentId;
  }
  return causes;
}
