import type { Flow, Handler } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import { patternText } from '#shared/flow/pattern.ts';
import { driverKey, handlerKey, serviceKey, wireKey, type SeriesKey } from '#shared/metrics/metrics.ts';
import type { Selectable } from '../flow/selectionStore.ts';

/** One line of the table: something on the canvas that is measured. */
export interface MetricRow {
  key: SeriesKey;
  item: Selectable;
  kind: 'driver' | 'service' | 'handler' | 'wire';
  label: string;
  /** Where it belongs, for those who do not see how the lines stand. */
  of?: string | undefined;
}

/** Drivers, then services with their handlers, then wires, as they are drawn. */
export function metricRows(flow: Flow): MetricRow[] {
  const drivers = Object.entries(flow.drivers).map(([id, { name }]): MetricRow => ({
    key: driverKey(id),
    item: { kind: 'driver', id },
    kind: 'driver',
    label: name,
  }));
  const services = Object.entries(flow.services).flatMap(([id, { name, handlers }]): MetricRow[] => [
    { key: serviceKey(id), item: { kind: 'service', id }, kind: 'service', label: name },
    ...Object.entries(handlers).map(([handler, { on }]): MetricRow => ({
      key: handlerKey(id, handler),
      item: { kind: 'handler', id: handler, service: id },
      kind: 'handler',
      label: triggerText(on),
      of: name,
    })),
  ]);
  const wires = Object.entries(flow.wires).map(([id, { name, from }]): MetricRow => ({
    key: wireKey(id),
    item: { kind: 'wire', id },
    kind: 'wire',
    label: name,
    of: own(flow.services, from)?.name,
  }));
  return [...drivers, ...services, ...wires];
}

const triggerText = (on: Handler['on']): string =>
  'http' in on ? on.http : patternText('message' in on ? on.message : on.event);

/** What the charts show: what is selected, as far as it is measured, else what all services were given. */
export interface Focus {
  title: string;
  keys: readonly SeriesKey[];
}

export function focusOf(rows: readonly MetricRow[], selection: readonly Selectable[]): Focus {
  const selected = rows.filter(({ item }) =>
    selection.some((one) => one.kind === item.kind && one.id === item.id && one.service === item.service),
  );
  const [first, ...others] = selected;
  if (first === undefined)
    return { title: 'All services', keys: rows.flatMap(({ kind, key }) => (kind === 'service' ? [key] : [])) };
  const name = first.kind === 'handler' ? `${first.of} · ${first.label}` : first.label;
  return {
    title: others.length === 0 ? name : `${name} and ${others.length} more`,
    keys: selected.map(({ key }) => key),
  };
}
