import type { IntervalHistogram } from 'node:perf_hooks';
import type { Sessions } from '../session/sessions.ts';
import type { Family } from './exposition.ts';

/** How often Node looks how late it is; it counts this time in. */
export const lagResolutionMs = 20;

/** How this server itself is doing. `lag` is read since it was read last. */
export function serverFamilies(sessions: Sessions, lag: IntervalHistogram): Family[] {
  const all = sessions.all;
  const sum = (of: (session: (typeof all)[number]) => number): number =>
    all.reduce((total, session) => total + of(session), 0);
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const lags = [0.5, 0.99].map((share) => ({
    labels: { quantile: String(share) },
    value: lag.count === 0 ? 0 : Math.max(0, lag.percentile(share * 100) / 1e9 - lagResolutionMs / 1000),
  }));
  lag.reset();
  const gauge = (name: string, help: string, value: number): Family => ({
    name,
    help,
    type: 'gauge',
    samples: [{ value }],
  });
  return [
    gauge('patchbay_sessions', 'Open sessions.', all.length),
    gauge(
      'patchbay_viewers',
      'Pages that look at a session.',
      sum(({ viewers }) => viewers),
    ),
    gauge('patchbay_runners', 'Living runner processes.', sessions.runners.living),
    gauge(
      'patchbay_events',
      'Trace events of the open sessions.',
      sum(({ relay }) => relay.lastSeq),
    ),
    gauge(
      'patchbay_kept_bytes',
      'About what the kept events take.',
      sum(({ relay }) => relay.bytes),
    ),
    {
      name: 'patchbay_event_loop_lag_seconds',
      help: 'How late the server came to its work since it was asked last.',
      type: 'gauge',
      samples: lags,
    },
    {
      name: 'patchbay_otlp_spans_total',
      help: 'Spans for the collector: over, taken by it, refused. The others wait, or were dropped.',
      type: 'counter',
      samples: Object.entries(sessions.otlp?.counts ?? {}).map(([state, value]) => ({ labels: { state }, value })),
    },
    gauge('process_resident_memory_bytes', 'Memory of the server.', rss),
    gauge('nodejs_heap_size_used_bytes', 'JavaScript objects of the server.', heapUsed),
    gauge('process_uptime_seconds', 'Age of the server.', process.uptime()),
    {
      name: 'process_cpu_seconds_total',
      help: 'Time that the server has computed.',
      type: 'counter',
      samples: [{ value: (user + system) / 1e6 }],
    },
  ];
}
