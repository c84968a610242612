import type { Flow } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import { patternText } from '#shared/flow/pattern.ts';
import { hopFrom, hopTo, shortError } from '../trace/hopText.ts';
import type { HopView } from '../trace/hopView.ts';
import type { TraceBook, TraceView } from '../trace/traceBook.ts';

/** Which traces are listed. What is left open lets all through. */
export interface TraceFilter {
  /** Found in a pattern, a service, an error or the id of the trace, whatever its case. */
  text: string;
  /** The id of a service that took part. */
  service: string | undefined;
  errorsOnly: boolean;
  /** Only those on which a fault acted. */
  faultsOnly: boolean;
  /** Only those that took longer, in ms. */
  slowerMs: number | undefined;
}

export const noFilter: TraceFilter = {
  text: '',
  service: undefined,
  errorsOnly: false,
  faultsOnly: false,
  slowerMs: undefined,
};

/** How many things are asked for besides the text. */
export function filterCount({ service, errorsOnly, faultsOnly, slowerMs }: TraceFilter): number {
  return [service !== undefined, errorsOnly, faultsOnly, slowerMs !== undefined].filter(Boolean).length;
}

/** The newest traces that pass, newest first. */
export function filterTraces(flow: Flow, book: Pick<TraceBook, 'hops' | 'traces'>, filter: TraceFilter): TraceView[] {
  const wanted = filter.text.trim().toLowerCase();
  const found: TraceView[] = [];
  for (const trace of [...book.traces.values()].toReversed()) {
    if (found.length === maxListed) break;
    if (filter.errorsOnly && trace.errors === 0) continue;
    if (filter.slowerMs !== undefined && traceMs(trace) <= filter.slowerMs) continue;
    const hops = trace.hopIds.flatMap((id) => book.hops.get(id) ?? []);
    if (filter.faultsOnly && hops.every(({ faults }) => faults.length === 0)) continue;
    const { service } = filter;
    if (service !== undefined && !hops.some((hop) => tookPart(hop, service))) continue;
    if (wanted === '' || trace.traceId.startsWith(wanted) || hops.some((hop) => textOf(flow, hop).includes(wanted)))
      found.push(trace);
  }
  return found;
}

export const maxListed = 100;

/** As the verdict says it. */
export const traceMs = (trace: TraceView): number => trace.tookUs / 1000;

const tookPart = (hop: HopView, service: string): boolean =>
  hop.fromService === service || hop.deliveries.some((delivery) => delivery.service === service);

/** A message is a new object when something happened to it, so that its words can be kept until then. */
const known = new WeakMap<HopView, { flow: Flow; text: string }>();

function textOf(flow: Flow, hop: HopView): string {
  const before = known.get(hop);
  if (before?.flow === flow) return before.text;
  const wire = own(flow.wires, hop.wire ?? '')?.name ?? '';
  const parts = [
    patternText(hop.pattern),
    hopFrom(flow, hop),
    hopTo(flow, hop),
    wire,
    shortError(hop.error, hop.status),
  ];
  const text = parts.join(' ').toLowerCase();
  known.set(hop, { flow, text });
  return text;
}
