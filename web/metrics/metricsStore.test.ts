import { beforeEach, expect, test } from 'vitest';
import { MetricsFold } from '#shared/metrics/metricsFold.ts';
import type { HopEvent } from '#shared/trace.ts';
import { chartSpan, clearMetrics, lastSeconds, liveSummary, takeMetrics, useMetrics } from './metricsStore.ts';

const start = 1_000;
function completed(second: number): HopEvent {
  return {
    seq: 1,
    atUs: second * 1e6,
    type: 'completed',
    traceId: 't',
    hopId: 'h',
    pattern: 'p',
    kind: 'request',
    wire: 'w',
  };
}
const read = (fold: MetricsFold, second: number): void =>
  takeMetrics(fold.read(useMetrics.getState().version, second * 1e6));

beforeEach(() => clearMetrics());

test('what has changed is put in its second, and what is old counts no more', () => {
  const fold = new MetricsFold();
  fold.add([completed(start)]);
  read(fold, start);
  expect(liveSummary(useMetrics.getState(), 'wire:w')).toMatchObject({ count: 1, perSecond: 0.1 });
  fold.add([completed(start), completed(start + 1)]);
  read(fold, start + 2);
  expect(liveSummary(useMetrics.getState(), 'wire:w').count).toBe(3);
  read(fold, start + 10);
  expect(liveSummary(useMetrics.getState(), 'wire:w').count).toBe(1);
  read(fold, start + 11);
  expect(liveSummary(useMetrics.getState(), 'wire:w').count).toBe(0);
  expect(lastSeconds(useMetrics.getState(), 10)).toEqual({ from: start + 2, to: start + 12 });
});

test('charts reach back to the beginning, half a minute at least and five minutes at most, and leave out the second under way', () => {
  const fold = new MetricsFold();
  fold.add([completed(start)]);
  const spanAt = (second: number): object => {
    read(fold, second);
    return chartSpan(useMetrics.getState());
  };
  expect(spanAt(start)).toEqual({ from: start - 30, to: start });
  expect(spanAt(start + 60)).toEqual({ from: start - 1, to: start + 60 });
  expect(spanAt(start + 310)).toEqual({ from: start + 10, to: start + 310 });
});

test('a server that has begun anew is asked from the beginning', () => {
  const old = new MetricsFold();
  old.add([]);
  old.add([completed(start)]);
  read(old, start);
  const fold = new MetricsFold();
  fold.add([completed(start + 1)]);
  read(fold, start + 1);
  expect(useMetrics.getState()).toMatchObject({ version: 0, seconds: new Map() });
  read(fold, start + 1);
  expect(liveSummary(useMetrics.getState(), 'wire:w').count).toBe(1);
});

test('while nothing happens for minutes nothing is drawn anew', () => {
  const fold = new MetricsFold();
  fold.add([completed(start)]);
  read(fold, start);
  read(fold, start + 400);
  const before = useMetrics.getState();
  read(fold, start + 401);
  expect(useMetrics.getState()).toBe(before);
  fold.add([completed(start + 402)]);
  read(fold, start + 402);
  expect(liveSummary(useMetrics.getState(), 'wire:w').count).toBe(1);
});
