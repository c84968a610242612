import { create } from 'zustand';
import type { MetricsAnswer, Slot } from '#shared/metrics/metrics.ts';
import { idle, summarize, type Seconds, type Span, type Summary } from '#shared/metrics/summary.ts';

/** The numbers as the server has counted them. The one source of each rate, time and share of errors on this page. */
export interface MetricsState {
  seconds: Seconds;
  /** What the server is asked with: it tells what has changed since. */
  version: number;
  /** The second that the server is in. */
  nowSecond: number;
  /** Events that no counter saw. */
  missed: number;
}

const nothing: MetricsState = { seconds: new Map(), version: 0, nowSecond: 0, missed: 0 };

export const useMetrics = create<MetricsState>(() => nothing);

/** How far back charts go; when nothing has happened for longer there is nothing to draw anew. */
export const chartSeconds = 300;
const leastSeconds = 30;

export function takeMetrics({ version, nowUs, firstSecond, frames, missed }: MetricsAnswer): void {
  const before = useMetrics.getState();
  // It has begun anew: what it says comes with the next answer, from the beginning.
  if (version < before.version) {
    useMetrics.setState(nothing);
    return;
  }
  const nowSecond = Math.floor(nowUs / 1e6);
  const newest = Math.max(...before.seconds.keys());
  const isKnown = before.nowSecond > 0;
  if (isKnown && frames.length === 0 && newest < before.nowSecond - chartSeconds) return;
  const kept = new Map<number, Readonly<Record<string, Slot>>>();
  for (const [second, series] of before.seconds) if (second >= firstSecond) kept.set(second, series);
  for (const { second, series } of frames) kept.set(second, series);
  useMetrics.setState({ seconds: kept, version, nowSecond, missed });
}

export function clearMetrics(): void {
  useMetrics.setState(nothing);
}

/** The last so many seconds, the one under way included. */
export const lastSeconds = ({ nowSecond }: Pick<MetricsState, 'nowSecond'>, count: number): Span => ({
  from: nowSecond - count + 1,
  to: nowSecond + 1,
});

/** What charts show: the last minutes, no longer than something is known, and only seconds that are over. */
export function chartSpan({ seconds, nowSecond }: MetricsState): Span {
  const began = Math.min(...seconds.keys()) - 1;
  const from = Math.max(nowSecond - chartSeconds, Math.min(began, nowSecond - leastSeconds));
  return { from, to: nowSecond };
}

/** What boxes show is about the last ten seconds. */
export const liveSeconds = 10;

const known = new WeakMap<MetricsState, Map<string, Summary>>();

/** Rate, times and errors of one series over the last ten seconds; the same object until they are counted anew. */
export function liveSummary(state: MetricsState, key: string): Summary {
  if (state.seconds.size === 0) return idle;
  const summaries = known.get(state) ?? new Map<string, Summary>();
  known.set(state, summaries);
  const summary = summaries.get(key) ?? summarize(state.seconds, [key], lastSeconds(state, liveSeconds));
  summaries.set(key, summary);
  return summary;
}
