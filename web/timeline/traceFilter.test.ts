import { describe, expect, it } from 'vitest';
import type { TraceEvent } from '#shared/trace.ts';
import { addEvents, emptyBook } from '../trace/traceBook.ts';
import { recorded } from '../trace/testing/recordings.ts';
import { filterTraces, noFilter, type TraceFilter } from './traceFilter.ts';

/** Four recorded traces, one after the other, as if one session had them all. */
const names = ['fine', 'latency-fault', 'error-through-orders', 'event-handler-threw'];
const { flow } = recorded('event-handler-threw');
let seq = 0;
const events = names.flatMap((name) =>
  recorded(name).events.map((event): TraceEvent => {
    seq += 1;
    return { ...event, seq };
  }),
);
const book = addEvents(emptyBook, events);
const nameOf = new Map([...book.traces.keys()].map((traceId, index) => [traceId, names[index]]));
const found = (change: Partial<TraceFilter>) =>
  filterTraces(flow, book, { ...noFilter, ...change }).map(({ traceId }) => nameOf.get(traceId));

describe('the list of traces', () => {
  it('has the newest first', () => {
    expect(found({})).toEqual(names.toReversed());
  });
  it('is searched by pattern, service, error and id', () => {
    expect(found({ text: 'order_created' })).toEqual(['event-handler-threw']);
    expect(found({ text: 'PAYMENTS' })).toEqual(['error-through-orders', 'latency-fault', 'fine']);
    expect(found({ text: 'card declined' })).toEqual(['error-through-orders']);
    expect(found({ text: [...book.traces.keys()][0]?.slice(0, 8) ?? '' })).toEqual(['fine']);
    expect(found({ text: 'nothing like it' })).toEqual([]);
  });
  it('is narrowed to a service, errors, faults and what was slow', () => {
    expect(found({ service: 'audit' })).toEqual(['event-handler-threw']);
    expect(found({ errorsOnly: true })).toEqual(['event-handler-threw', 'error-through-orders']);
    expect(found({ faultsOnly: true })).toEqual(['latency-fault']);
    expect(found({ slowerMs: 500 })).toEqual(['latency-fault']);
    expect(found({ service: 'payments', slowerMs: 100, text: 'charge' })).toEqual(['latency-fault', 'fine']);
  });
});
