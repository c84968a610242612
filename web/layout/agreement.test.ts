import { describe, expect, it } from 'vitest';
import { isHopEvent, type HopEvent } from '#shared/trace.ts';
import { causesOf, messageRows } from '../messages/messageRows.ts';
import { layoutWaterfall } from '../timeline/rows.ts';
import { timelineHops } from '../timeline/timelineHop.ts';
import { filterTraces, noFilter, traceMs } from '../timeline/traceFilter.ts';
import { sequenceOf, type ArrowRow } from '../trace/sequence.ts';
import { bookOf, recorded, recordedNames } from '../trace/testing/recordings.ts';

/**
 * Every view of every recording against the raw events, and so against each other: nobody is counted twice or left out, everybody
 * has the same parent everywhere, and all tell the same time.
 */
function viewsOf(name: string) {
  const recording = recorded(name);
  const { flow } = recording;
  const events = recording.events.filter(isHopEvent);
  const book = bookOf(recording);
  const hops = [...book.hops.values()];
  const nowUs = Math.max(...events.map(({ atUs }) => atUs));
  const byHop = new Map<string, HopEvent[]>();
  for (const event of events) byHop.set(event.hopId, [...(byHop.get(event.hopId) ?? []), event]);
  return {
    events,
    byHop,
    book,
    traces: filterTraces(flow, book, noFilter),
    waterfall: layoutWaterfall(timelineHops(flow, hops), nowUs).rows,
    messages: messageRows(flow, book.hops, { text: '', errorsOnly: false }),
    sequence: sequenceOf(flow, hops),
  };
}

const ids = (rows: readonly { hopId: string }[]): string[] => rows.map(({ hopId }) => hopId).sort();
const ends = new Set(['completed', 'failed', 'timedOut', 'cancelled']);

it('there are at least twenty recordings to agree on', () => {
  expect(recordedNames.length).toBeGreaterThanOrEqual(20);
});

describe.each(recordedNames)('of %s', (name) => {
  const { events, byHop, book, traces, waterfall, messages, sequence } = viewsOf(name);
  const arrows = sequence.rows.filter((row): row is ArrowRow => row.what === 'arrow');

  it('every view has every message once', () => {
    const told = [...byHop.keys()].sort();
    expect(ids(waterfall)).toEqual(told);
    expect(ids(messages.map(({ hop }) => hop))).toEqual(told);
    expect(traces.flatMap(({ hopIds }) => [...hopIds]).sort()).toEqual(told);
    const isCall = (hopId: string): boolean =>
      byHop.get(hopId)?.some(({ attempts, type }) => type === 'called' && attempts !== undefined) === true;
    // A call of several tries is drawn as its tries.
    const drawn = new Set(sequence.rows.map(({ hopId }) => hopId));
    expect(told.filter((hopId) => !drawn.has(hopId) && !isCall(hopId))).toEqual([]);
  });

  it('every delivery, reply and late reply is an arrow', () => {
    const count = (type: HopEvent['type']): number => events.filter((event) => event.type === type).length;
    const isService = (column: number): boolean => sequence.lifelines[column]?.kind === 'service';
    const arrived = arrows.filter(({ kind, to, ghost }) => kind !== 'reply' && ghost === undefined && isService(to));
    expect(arrived.length).toBe(count('received'));
    const replies = arrows.filter(
      ({ kind, from, ghost }) => kind === 'reply' && isService(from) && (ghost === undefined || ghost === 'unreached'),
    );
    expect(replies.length).toBe(count('replied'));
    expect(arrows.filter(({ late }) => late).length).toBe(count('orphaned'));
  });

  it('everybody has the same parent', () => {
    const path: string[] = [];
    for (const { hopId, depth } of waterfall) {
      path.length = depth;
      path[depth] = hopId;
      const parentId = byHop.get(hopId)?.find((event) => event.parentId !== undefined)?.parentId;
      expect(path[depth - 1]).toBe(parentId);
      const hop = book.hops.get(hopId);
      expect(hop === undefined ? undefined : causesOf(book.hops, hop).at(-1)?.hopId).toBe(parentId);
    }
  });

  it('everybody tells the same time', () => {
    for (const { hop, durationMs } of messages) {
      const own = byHop.get(hop.hopId) ?? [];
      const startUs = own[0]?.atUs ?? 0;
      const endUs = own.find(({ type }) => ends.has(type))?.atUs;
      const row = waterfall.find(({ hopId }) => hopId === hop.hopId);
      expect(row?.startUs).toBe(startUs);
      if (hop.kind === 'event' || endUs === undefined) continue;
      expect(durationMs).toBe((endUs - startUs) / 1000);
      expect(row?.durationMs).toBe(durationMs);
      for (const arrow of arrows.filter(
        ({ hopId, late, ghost }) => hopId === hop.hopId && !late && ghost === undefined,
      )) {
        expect(arrow.leftUs).toBeGreaterThanOrEqual(startUs);
        if (arrow.kind === 'reply' && sequence.lifelines[arrow.to]?.kind !== 'broker')
          expect(arrow.arrivedUs).toBeLessThanOrEqual(endUs);
      }
    }
    const times = events.map(({ atUs }) => atUs);
    const [root] = messages.filter(({ hop }) => hop.parentId === undefined);
    // What nobody ended yet lasts until now.
    const sofarMs = ((root?.hop.lastUs ?? 0) - (root?.hop.startedUs ?? 0)) / 1000;
    expect(traces.map(traceMs)).toEqual([root?.durationMs ?? sofarMs]);
    expect(sequence.startUs).toBe(Math.min(...times));
  });

  it('everybody counts the same errors', () => {
    const failed = messages.filter((row) => row.failed).length;
    expect(traces.map(({ errors }) => errors)).toEqual([failed]);
    expect(waterfall.filter(({ state }) => state === 'failed' || state === 'lost').length).toBe(failed);
  });
});
