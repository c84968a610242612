import { readFileSync, readdirSync } from 'node:fs';
import type { Fault } from '#shared/faults/fault.ts';
import type { Flow } from '#shared/flow/flow.ts';
import type { TraceEvent } from '#shared/trace.ts';
import type { HopView } from '../hopView.ts';
import { addEvents, emptyBook, type TraceBook } from '../traceBook.ts';

/** What really happened once, recorded by scripts/recordTraces.ts. */
export interface Recorded {
  flow: Flow;
  faults: Fault[];
  events: TraceEvent[];
}

const folder = new URL('../recorded/', import.meta.url);

export const recordedNames: readonly string[] = readdirSync(folder).map((file) => file.replace('.json', ''));

export function recorded(name: string): Recorded {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Recorded;
}

export const bookOf = ({ events }: Pick<Recorded, 'events'>): TraceBook => addEvents(emptyBook, events);
export const hopsOf = (recording: Pick<Recorded, 'events'>): HopView[] => [...bookOf(recording).hops.values()];
