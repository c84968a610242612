import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useScheme } from '../ui/useScheme.ts';
import classes from './Metrics.module.css';

export interface ChartLine {
  label: string;
  color: { dark: string; light: string };
  values: readonly (number | null)[];
}

interface ChartProps {
  label: string;
  format: (value: number) => string;
  /** Only whole numbers mean something. */
  isCount?: boolean;
  /** Of the values, in seconds since 1970. */
  seconds: readonly number[];
  lines: readonly ChartLine[];
  /** Which of the seconds the pointer rests on, in this chart or another. */
  at: number | undefined;
  onPoint: (at: number | undefined) => void;
}

const clock = (second: number): string => new Date(second * 1000).toTimeString().slice(0, 8);

/** Lines over time. Whoever cannot see them has the table, and what this says of itself. */
export function Chart({ label, format, isCount = false, seconds, lines, at, onPoint }: ChartProps) {
  const scheme = useScheme();
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(undefined);
  const data = [seconds, ...lines.map(({ values }) => values)] as UPlot.AlignedData;
  const newest = useRef(data);
  const point = useRef(onPoint);
  useEffect(() => {
    newest.current = data;
    point.current = onPoint;
    plot.current?.setData(data);
  });
  useEffect(() => {
    const { current: element } = frame;
    if (element === null) return undefined;
    const drawn = new UPlot(
      optionsOf({ lines, format, isCount, scheme, point: (index) => point.current(index) }),
      newest.current,
      element,
    );
    plot.current = drawn;
    const observer = new ResizeObserver(() => drawn.setSize(sizeOf(element)));
    observer.observe(element);
    return () => {
      observer.disconnect();
      drawn.destroy();
      plot.current = undefined;
    };
    // A chart is made anew for another theme; its lines are always the same ones.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [scheme]);
  const shown = at ?? seconds.length - 1;
  return (
    <figure className={classes.chart}>
      <figcaption className={classes.caption}>
        <span className={classes.chartName}>{label}</span>
        {lines.map((line) => {
          const value = line.values[shown] ?? undefined;
          return (
            <span key={line.label} className={classes.line}>
              <span className={classes.swatch} style={{ background: line.color[scheme] }} aria-hidden />
              {line.label} {value === undefined ? '–' : format(value)}
            </span>
          );
        })}
        {at !== undefined && <span className={classes.dim}>{clock(seconds[at] ?? 0)}</span>}
      </figcaption>
      <div ref={frame} className={classes.plot} aria-hidden />
    </figure>
  );
}

const sizeOf = (element: HTMLElement): { width: number; height: number } => ({
  width: Math.max(80, element.clientWidth),
  height: Math.max(50, element.clientHeight),
});

interface Look {
  lines: readonly ChartLine[];
  format: (value: number) => string;
  isCount: boolean;
  scheme: 'dark' | 'light';
  point: (index: number | undefined) => void;
}

const wholeSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

function optionsOf({ lines, format, isCount, scheme, point }: Look): UPlot.Options {
  const text = scheme === 'dark' ? '#9aa4b2' : '#566172';
  const grid = { stroke: scheme === 'dark' ? '#232a35' : '#e3e8ee', width: 1 };
  const axis = { stroke: text, grid, ticks: { show: false }, font: '11px "Inter Variable", sans-serif' };
  return {
    width: 80,
    height: 50,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 5 } },
    hooks: { setCursor: [({ cursor }) => point(cursor.idx ?? undefined)] },
    scales: { x: { time: true }, y: { range: (_plot, _low, high) => [0, Math.max(1, (high ?? 0) * 1.1)] } },
    axes: [
      {
        ...axis,
        size: 20,
        gap: 2,
        space: 70,
        values: (...[, splits, , , step]) => splits.map((second) => clock(second).slice(0, step < 60 ? 8 : 5)),
      },
      {
        ...axis,
        size: 52,
        gap: 4,
        space: 26,
        values: (_plot, splits) => splits.map((value) => format(value)),
        // Without it half a message would stand on the axis, as a whole one said twice.
        ...(isCount ? { incrs: wholeSteps } : {}),
      },
    ],
    series: [
      {},
      ...lines.map(({ label, color }) => ({
        label,
        stroke: color[scheme],
        width: 1.5,
        spanGaps: false,
        points: { show: true, size: 3, fill: color[scheme] },
      })),
    ],
  };
}
