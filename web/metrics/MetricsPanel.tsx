import { useMemo, useState } from 'react';
import { courseOf } from '#shared/metrics/summary.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useSelectionStore } from '../flow/selectionStore.ts';
import { Choice } from '../ui/Choice.tsx';
import { durationText } from '../ui/durationText.ts';
import { Chart, type ChartLine } from './Chart.tsx';
import { focusOf, metricRows } from './metricRows.ts';
import classes from './Metrics.module.css';
import { chartSpan, lastSeconds, useMetrics } from './metricsStore.ts';
import { MetricsTable } from './MetricsTable.tsx';

type Span = '10' | '60' | '300';
const spans: { value: Span; label: string }[] = [
  { value: '10', label: '10 s' },
  { value: '60', label: '1 min' },
  { value: '300', label: '5 min' },
];

const blue = { dark: '#4dabf7', light: '#1864ab' };
const red = { dark: '#ff6b6b', light: '#c92a2a' };
const amber = { dark: '#ffb224', light: '#a35a00' };
const green = { dark: '#51cf66', light: '#2b8a3e' };

const rateText = (value: number): string => `${Number(value.toFixed(1))}/s`;
const countText = (value: number): string => String(Math.round(value));

/** How fast, how well and how much at once: charts of the last minutes for what is selected, and a table of everything. */
export function MetricsPanel() {
  const flow = useFlowStore((state) => state.flow);
  const selection = useSelectionStore((state) => state.selection);
  const metrics = useMetrics();
  const [over, setOver] = useState<Span>('10');
  /** The second that the pointer rests on, in all charts. */
  const [at, setAt] = useState<number>();
  const rows = useMemo(() => metricRows(flow), [flow]);
  const focus = useMemo(() => focusOf(rows, selection), [rows, selection]);
  const course = useMemo(() => courseOf(metrics.seconds, focus.keys, chartSpan(metrics)), [metrics, focus]);
  const charts: { label: string; format: (value: number) => string; isCount?: boolean; lines: ChartLine[] }[] = [
    {
      label: 'Messages per second',
      format: rateText,
      lines: [
        { label: 'all', color: blue, values: course.perSecond },
        { label: 'failed', color: red, values: course.errorsPerSecond },
      ],
    },
    {
      label: 'Time',
      format: durationText,
      lines: [
        { label: 'p50', color: green, values: course.p50Ms },
        { label: 'p95', color: blue, values: course.p95Ms },
        { label: 'p99', color: amber, values: course.p99Ms },
      ],
    },
    {
      label: 'At once',
      format: countText,
      isCount: true,
      lines: [
        { label: 'in flight', color: blue, values: course.inFlight },
        { label: 'queued', color: amber, values: course.queued },
      ],
    },
  ];
  return (
    <div className={classes.frame}>
      <section className={classes.charts} aria-label={`Charts of ${focus.title}`}>
        <h2 className={classes.title}>
          {focus.title}
          <span className={classes.dim}>
            {selection.length === 0 ? ' · select something to see it alone' : ' · up to 5 minutes'}
          </span>
        </h2>
        {/* On a narrow page they stand below each other and are scrolled. */}
        <div className={classes.row} role="group" aria-label="Charts" tabIndex={0}>
          {charts.map((chart) => (
            <Chart key={chart.label} {...chart} seconds={course.seconds} at={at} onPoint={setAt} />
          ))}
        </div>
      </section>
      <section className={classes.side} aria-label="Numbers">
        <div className={classes.bar}>
          <Choice label="Over the last" options={spans} value={over} onChange={setOver} />
          {metrics.missed > 0 && <span className={classes.dim}>{metrics.missed} events were not counted</span>}
        </div>
        <MetricsTable rows={rows} span={lastSeconds(metrics, Number(over))} />
      </section>
    </div>
  );
}
