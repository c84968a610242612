import { UnstyledButton } from '@mantine/core';
import { useMemo } from 'react';
import { useFlowStore } from '../flow/flowStore.ts';
import { useLayoutStore } from '../layout/layoutStore.ts';
import { compareTraces, type ComparedHop, type ComparedSide } from '../trace/compare.ts';
import type { TraceBook, TraceView } from '../trace/traceBook.ts';
import { useTraceStore } from '../trace/traceStore.ts';
import { durationText } from '../ui/durationText.ts';
import classes from './Comparison.module.css';

interface ComparisonProps {
  book: TraceBook;
  /** The one to compare with. */
  base: TraceView;
  trace: TraceView;
}

/** Of more messages than these the first ones are compared. */
const maxHops = 300;

/** Two traces side by side, message by message. */
export function Comparison({ book, base, trace }: ComparisonProps) {
  const flow = useFlowStore((state) => state.flow);
  const { rows, summary } = useMemo(() => {
    const hopsOf = ({ hopIds }: TraceView) => hopIds.slice(0, maxHops).flatMap((id) => book.hops.get(id) ?? []);
    return compareTraces(flow, hopsOf(base), hopsOf(trace));
  }, [flow, book, base, trace]);
  const longestMs = Math.max(
    1,
    ...rows.flatMap(({ before, after }) => [before?.durationMs ?? 0, after?.durationMs ?? 0]),
  );
  return (
    <div className={classes.frame}>
      <p className={classes.summary} role="status" aria-label="Comparison">
        {summary}
      </p>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">message</th>
              <th scope="col">there · trace {base.traceId.slice(0, 8)}</th>
              <th scope="col">here · trace {trace.traceId.slice(0, 8)}</th>
              <th scope="col">difference</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ComparisonRow key={row.path} row={row} longestMs={longestMs} />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

const maxIndent = 8;

function ComparisonRow({ row, longestMs }: { row: ComparedHop; longestMs: number }) {
  const { depth, label, place, before, after, words, isOther } = row;
  const open = (): void => {
    useTraceStore.getState().selectHop((after ?? before)?.hopId);
    useLayoutStore.getState().showTab('messages');
  };
  return (
    <tr data-other={isOther || undefined}>
      <th scope="row" style={{ paddingLeft: 12 + Math.min(depth, maxIndent) * 14 }}>
        <UnstyledButton className={classes.name} title={`${label} ${place}`} onClick={open}>
          <span className={classes.label}>{label}</span> <span className={classes.quiet}>{place}</span>
        </UnstyledButton>
      </th>
      <Side side={before} longestMs={longestMs} />
      <Side side={after} longestMs={longestMs} />
      <td className={classes.words} title={words}>
        {words}
      </td>
    </tr>
  );
}

function Side({ side, longestMs }: { side: ComparedSide | undefined; longestMs: number }) {
  if (side === undefined) return <td className={classes.quiet}>–</td>;
  const { durationMs, failed, outcome } = side;
  const took = durationMs === undefined ? 'under way' : durationText(durationMs);
  return (
    <td>
      <span className={classes.side} data-failed={failed || undefined}>
        <span className={classes.track} aria-hidden>
          <span className={classes.bar} style={{ width: `${((durationMs ?? 0) / longestMs) * 100}%` }} />
        </span>
        <span className={classes.took}>{took}</span>
        {failed && <span className={classes.outcome}>{outcome}</span>}
      </span>
    </td>
  );
}
