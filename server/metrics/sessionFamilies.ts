import { boundsMs } from '#shared/metrics/histogram.ts';
import type { SeriesKey, Total } from '#shared/metrics/metrics.ts';
import type { MetricsFold } from '#shared/metrics/metricsFold.ts';
import type { Family, HistogramSample, Labels, Sample } from './exposition.ts';

/** What is told of a session: the name by which others know it, and its numbers. */
export interface MeasuredSession {
  nameOutside: string;
  metrics: Pick<MetricsFold, 'totals' | 'missed'>;
}

/** So many series at most, of all sessions together: a scrape stays below about 2 MB. Each session gets its share. */
const maxSeries = 1000;

/** In seconds; each of them one of `boundsMs`. */
const told = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** Up to which of our buckets each of them goes. */
const upTo = told.map((seconds) => boundsMs.indexOf(seconds * 1000) + 1);

type Kind = 'service' | 'handler' | 'wire' | 'driver';
const kinds = {
  service: 'What a service was given: requests and HTTP requests when it replied, events when they came in.',
  handler: 'What a handler was given, counted as for its service.',
  wire: 'Calls of a wire, when its caller was done with them; attempts of one call are one.',
  driver: 'Requests of a driver.',
} as const satisfies Record<Kind, string>;

interface Series {
  kind: Kind;
  labels: Labels;
  total: Total;
}

/** Counters, gauges and histograms of every service, handler, wire and driver. */
export function sessionFamilies(sessions: readonly MeasuredSession[]): Family[] {
  const share = Math.floor(maxSeries / Math.max(1, sessions.length));
  const all = sessions.flatMap(({ nameOutside, metrics }) =>
    [...metrics.totals].slice(0, share).map(([key, total]) => seriesOf(nameOutside, key, total)),
  );
  const leftOut = sessions.reduce((sum, { metrics }) => sum + Math.max(0, metrics.totals.size - share), 0);
  const missed = sessions.map(({ nameOutside, metrics }) => ({
    labels: { session: nameOutside },
    value: metrics.missed,
  }));
  return [
    ...(Object.keys(kinds) as Kind[]).flatMap((kind) =>
      familiesOf(
        kind,
        all.filter((series) => series.kind === kind),
      ),
    ),
    {
      name: 'patchbay_session_missed_events_total',
      help: 'Events that no counter saw, as a runner had more to tell than fits through.',
      type: 'counter',
      samples: missed,
    },
    {
      name: 'patchbay_series_left_out',
      help: 'Services, handlers, wires and drivers that are not told here, as there are too many.',
      type: 'gauge',
      samples: [{ value: leftOut }],
    },
  ];
}

function familiesOf(kind: Kind, series: readonly Series[]): Family[] {
  const samples = (value: (total: Total) => number): Sample[] =>
    series.map(({ labels, total }) => ({ labels, value: value(total) }));
  const name = `patchbay_${kind}`;
  return [
    { name: `${name}_messages_total`, help: kinds[kind], type: 'counter', samples: samples(({ count }) => count) },
    { name: `${name}_errors_total`, help: 'Those that failed.', type: 'counter', samples: samples((of) => of.errors) },
    {
      name: `${name}_in_flight`,
      help: 'Begun and not answered.',
      type: 'gauge',
      samples: samples((of) => of.inFlight),
    },
    { name: `${name}_queued`, help: 'Not begun, or not sent.', type: 'gauge', samples: samples((of) => of.queued) },
    {
      name: `${name}_duration_seconds`,
      help: 'How long those took that have an answer.',
      type: 'histogram',
      bounds: told,
      samples: series.filter(({ total }) => total.timed > 0).map(durations),
    },
  ];
}

/** Our fine buckets, put together to those that are told. */
function durations({ labels, total: { buckets, sumMs } }: Series): HistogramSample {
  const starts = [0, ...upTo];
  const counts = starts.map((start, index) =>
    buckets.slice(start, starts[index + 1] ?? buckets.length).reduce((sum, count) => sum + count, 0),
  );
  return { labels, counts, sum: sumMs / 1000 };
}

function seriesOf(session: string, key: SeriesKey, total: Total): Series {
  const [kind, id = ''] = key.split(':') as [Kind, string?];
  const [service = '', handler = ''] = id.split('.');
  return { kind, labels: kind === 'handler' ? { session, service, handler } : { session, [kind]: id }, total };
}
