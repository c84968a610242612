import { useMemo } from 'react';
import { summarize, type Span, type Summary } from '#shared/metrics/summary.ts';
import { sameItem, useSelectionStore } from '../flow/selectionStore.ts';
import { durationText } from '../ui/durationText.ts';
import type { MetricRow } from './metricRows.ts';
import classes from './Metrics.module.css';
import { useMetrics } from './metricsStore.ts';

const columns: { head: string; text: (summary: Summary) => string; isBad?: (summary: Summary) => boolean }[] = [
  { head: 'msg/s', text: ({ perSecond }) => String(Number(perSecond.toFixed(1))) },
  {
    head: 'errors',
    text: ({ errorShare }) => (errorShare > 0 ? `${Number((errorShare * 100).toFixed(1))} %` : '0'),
    isBad: ({ errorShare }) => errorShare > 0,
  },
  { head: 'p50', text: ({ p50Ms }) => timeText(p50Ms) },
  { head: 'p95', text: ({ p95Ms }) => timeText(p95Ms) },
  { head: 'p99', text: ({ p99Ms }) => timeText(p99Ms) },
  { head: 'in flight', text: ({ inFlight }) => String(inFlight) },
  { head: 'queued', text: ({ queued }) => String(queued) },
];

const timeText = (ms: number | undefined): string => (ms === undefined ? '–' : durationText(ms));

/** All numbers, for eyes, ears and keys: a name selects what it is on the canvas, and the charts follow. */
export function MetricsTable({ rows, span: { from, to } }: { rows: readonly MetricRow[]; span: Span }) {
  const seconds = useMetrics((state) => state.seconds);
  const selection = useSelectionStore((state) => state.selection);
  const select = useSelectionStore((state) => state.select);
  const summaries = useMemo(
    () => rows.map(({ key }) => summarize(seconds, [key], { from, to })),
    [rows, seconds, from, to],
  );
  if (rows.length === 0) return <div className={classes.empty}>Put a service on the canvas to measure it.</div>;
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">what</th>
            {columns.map(({ head }) => (
              <th key={head} scope="col" className={classes.number}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, item, kind, label, of }, index) => {
            const summary = summaries[index];
            return (
              <tr key={key} data-kind={kind} data-selected={selection.some((one) => sameItem(one, item))}>
                <th scope="row">
                  <button type="button" className={classes.name} onClick={() => select(item)}>
                    {label}
                    <span className="pb-hidden"> {kind}</span>
                    {of !== undefined && <span className={kind === 'wire' ? classes.dim : 'pb-hidden'}> of {of}</span>}
                  </button>
                </th>
                {summary !== undefined &&
                  columns.map(({ head, text, isBad }) => (
                    <td key={head} className={classes.number} data-bad={isBad?.(summary) === true}>
                      {text(summary)}
                    </td>
                  ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
