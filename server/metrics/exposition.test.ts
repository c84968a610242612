import { expect, test } from 'vitest';
import type { HopEvent, HopEventType } from '#shared/trace.ts';
import { MetricsFold } from '#shared/metrics/metricsFold.ts';
import { parseExposition } from '../testing/parseExposition.ts';
import { exposition } from './exposition.ts';
import { sessionFamilies } from './sessionFamilies.ts';

function event(type: HopEventType, hopId: string, more: Partial<HopEvent>): HopEvent {
  return { seq: 1, atUs: 0, type, traceId: 't', hopId, pattern: 'p', kind: 'request', ...more };
}

/** Requests that took so many milliseconds. */
function fold(service: string, ...took: number[]): MetricsFold {
  const metrics = new MetricsFold();
  for (const [index, ms] of took.entries()) {
    const of = { service, handler: 'h', replica: 0 };
    metrics.add([
      event('received', `${index}`, of),
      event('replied', `${index}`, { ...of, last: true, atUs: ms * 1000 }),
    ]);
  }
  return metrics;
}

test('labels and help are escaped', () => {
  const text = exposition([
    { name: 'a', help: 'one\ntwo \\', type: 'gauge', samples: [{ labels: { x: 'a "b"\\\n' }, value: 1.5 }] },
    { name: 'nothing', help: 'not told', type: 'counter', samples: [] },
  ]);
  expect(text).toBe('# HELP a one\\ntwo \\\\\n# TYPE a gauge\na{x="a \\"b\\"\\\\\\n"} 1.5\n');
  expect(parseExposition(text).samples.size).toBe(1);
});

test('a histogram tells all up to each bound, the sum and the count', () => {
  const metrics = fold('orders', 0.4, 1, 1.1, 30, 70_000);
  const { types, samples } = parseExposition(exposition(sessionFamilies([{ nameOutside: 'x', metrics }])));
  expect(types['patchbay_service_duration_seconds']).toBe('histogram');
  const bucket = (le: string): number | undefined =>
    samples.get(`patchbay_service_duration_seconds_bucket{session="x",service="orders",le="${le}"}`);
  expect(['0.0005', '0.001', '0.0025', '0.025', '0.05', '30', '+Inf'].map(bucket)).toEqual([1, 2, 3, 3, 4, 4, 5]);
  const of = '{session="x",service="orders"}';
  expect(samples.get(`patchbay_service_duration_seconds_count${of}`)).toBe(5);
  expect(samples.get(`patchbay_service_duration_seconds_sum${of}`)).toBeCloseTo(70.0325);
  expect(samples.get(`patchbay_service_messages_total${of}`)).toBe(5);
  expect(samples.get('patchbay_handler_messages_total{session="x",service="orders",handler="h"}')).toBe(5);
});

test('however many services there are, the text is bounded and says what it leaves out', () => {
  const metrics = new MetricsFold();
  for (let index = 0; index < 6000; index += 1) metrics.add([event('completed', `${index}`, { wire: `w${index}` })]);
  const sessions = Array.from({ length: 3 }, (_, index) => ({ nameOutside: `s${index}`, metrics }));
  const text = exposition(sessionFamilies(sessions));
  const { samples } = parseExposition(text);
  expect(samples.get('patchbay_series_left_out')).toBe(3 * (6000 - 333));
  expect(text.length).toBeLessThan(2 << 20);
});
