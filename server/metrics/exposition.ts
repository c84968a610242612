/**
 * The text format of Prometheus (version 0.0.4): what `GET /metrics` is written in. Ours, as prom-client can only count by
 * itself, sample by sample, and takes no histogram that is counted already (docs/decisions/0012).
 */

export const expositionType = 'text/plain; version=0.0.4; charset=utf-8';

export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  labels?: Labels;
  value: number;
}

/** What a histogram knows: counts per bucket, not added up yet. */
export interface HistogramSample {
  labels: Labels;
  /** One more than `bounds`: what is longer. */
  counts: readonly number[];
  sum: number;
}

export type Family =
  | { name: string; help: string; type: 'counter' | 'gauge'; samples: readonly Sample[] }
  | { name: string; help: string; type: 'histogram'; bounds: readonly number[]; samples: readonly HistogramSample[] };

/** A family without samples is left out. Names must be letters, digits and `_`. */
export function exposition(families: readonly Family[]): string {
  return families
    .filter(({ samples }) => samples.length > 0)
    .map(
      (family) =>
        `# HELP ${family.name} ${escapeHelp(family.help)}\n# TYPE ${family.name} ${family.type}\n${linesOf(family)}`,
    )
    .join('');
}

function linesOf(family: Family): string {
  const { name } = family;
  if (family.type === 'histogram')
    return family.samples.map((sample) => histogramLines(name, family.bounds, sample)).join('');
  return family.samples.map(({ labels, value }) => line(name, labels, value)).join('');
}

function histogramLines(name: string, bounds: readonly number[], { labels, counts, sum }: HistogramSample): string {
  let sofar = 0;
  const buckets = counts.map((count, index) => {
    sofar += count;
    return line(`${name}_bucket`, { ...labels, le: numberText(bounds[index] ?? Infinity) }, sofar);
  });
  return `${buckets.join('')}${line(`${name}_sum`, labels, sum)}${line(`${name}_count`, labels, sofar)}`;
}

function line(name: string, labels: Labels = {}, value = 0): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${numberText(value)}\n`;
}

function numberText(value: number): string {
  if (value === Infinity) return '+Inf';
  return value === -Infinity ? '-Inf' : String(value);
}

const escapeHelp = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
const escapeLabel = (text: string): string => escapeHelp(text).replaceAll('"', '\\"');
