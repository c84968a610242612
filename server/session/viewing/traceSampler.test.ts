import { expect, test } from 'vitest';
import { isHopEvent, type HopEvent, type HopEventType, type TraceEvent } from '#shared/trace.ts';
import { isOneOf } from '#shared/sampling.ts';
import { EventRing } from '../eventRing.ts';
import { TraceSampler } from './traceSampler.ts';

const traceId = (index: number): string => (index * 2_654_435_761).toString(16).padStart(32, '0').slice(-32);
const flowing: readonly HopEventType[] = ['called', 'sent', 'received', 'replied', 'answered', 'completed'];

/** Traces whose events come in turns: what follows is always in between others. */
function traffic(traces: number, endOf: (index: number) => HopEventType = () => 'completed'): HopEvent[] {
  const events: HopEvent[] = [];
  for (const [part, type] of flowing.entries()) {
    for (let index = 0; index < traces; index += 1) {
      events.push({
        seq: events.length + 1,
        atUs: events.length,
        type: part === flowing.length - 1 ? endOf(index) : type,
        traceId: traceId(index),
        hopId: `h${index}`,
        pattern: 'p',
        kind: 'request',
      });
    }
  }
  return events;
}

/** What comes in and what the viewer is shown go on side by side, some events at a time. */
function show(
  events: readonly TraceEvent[],
  { sampler, ring, at }: ReturnType<typeof viewing> & { at?: (seq: number) => void },
) {
  const shown: TraceEvent[] = [];
  for (let from = 0; from < events.length; from += 10) {
    const some = events.slice(from, from + 10);
    for (const event of some) ring.add(event, 100);
    at?.(from);
    for (let rest = some; rest.length > 0;) {
      const { events: chosen, late, taken } = sampler.choose(rest, 300);
      shown.push(...late, ...chosen);
      rest = rest.slice(taken);
    }
  }
  return shown;
}

function viewing() {
  const ring = new EventRing({ maxEvents: 20_000, maxBytes: 1 << 30 });
  const sampler = new TraceSampler({
    known: (id) => ring.knownTrace(id),
    before: (id, seq) => ring.ofTrace(id).events.filter((event) => event.seq < seq),
    sizeOf: (seq) => ring.sizeOf(seq),
  });
  sampler.begin(0);
  return { ring, sampler };
}

/** How many events of each trace are shown. */
function perTrace(shown: readonly TraceEvent[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const event of shown) if (isHopEvent(event)) counts.set(event.traceId, (counts.get(event.traceId) ?? 0) + 1);
  return counts;
}

test('of one in eight traces everything is shown, and of the others nothing', () => {
  const view = viewing();
  for (let times = 0; times < 3; times += 1) view.sampler.showLess();
  const shown = show(traffic(800), view);
  const counts = perTrace(shown);
  expect([...counts.values()].every((count) => count === 6)).toBe(true);
  expect([...counts.keys()].sort()).toEqual(
    Array.from({ length: 800 }, (_, index) => traceId(index))
      .filter((id) => isOneOf(id, 8))
      .sort(),
  );
  expect(counts.size).toBeGreaterThan(50);
  expect(counts.size).toBeLessThan(200);
});

test('a trace that fails at its end is shown from its beginning, once, whatever the share', () => {
  const view = viewing();
  for (let times = 0; times < 8; times += 1) view.sampler.showLess();
  const fails = (index: number): HopEventType => (index % 50 === 7 ? 'failed' : 'completed');
  const shown = show(traffic(400, fails), view);
  const counts = perTrace(shown);
  for (let index = 7; index < 400; index += 50) expect(counts.get(traceId(index))).toBe(6);
  expect(new Set(shown.map(({ seq }) => seq)).size).toBe(shown.length);
});

test('when the share changes on the way, what was begun goes on and what was left out stays out', () => {
  const view = viewing();
  const all = traffic(300);
  const at = (seq: number): void => {
    if (seq % 200 === 0) view.sampler.showLess();
    if (seq % 700 === 0) view.sampler.showMore();
  };
  const counts = perTrace(show(all, { ...view, at }));
  expect([...counts.values()].filter((count) => count !== 6)).toEqual([]);
  expect(counts.size).toBeLessThan(300);
});

test('what had been shown before goes on; of what began while nothing was shown, only errors are shown, whole', () => {
  const view = viewing();
  const all = traffic(200, (index) => (index === 150 ? 'failed' : 'completed'));
  for (const event of all) view.ring.add(event, 100);
  // The first 100 traces had been begun when it fell behind; then everything up to the third of six events was skipped.
  view.sampler.begin(100);
  view.sampler.skip(500);
  const { events, late } = view.sampler.choose(all.slice(500), Infinity);
  const counts = perTrace([...late, ...events]);
  expect(counts.get(traceId(150))).toBe(6);
  for (let index = 100; index < 200; index += 1) if (index !== 150) expect(counts.has(traceId(index))).toBe(false);
  for (let index = 0; index < 100; index += 1) expect(counts.get(traceId(index))).toBeGreaterThan(0);
});

test('only when nearly nothing is shown errors are sampled, too, and they come back first', () => {
  const { sampler } = viewing();
  for (let times = 0; times < 8; times += 1) sampler.showLess();
  expect([sampler.oneIn, sampler.oneInRemarkable]).toEqual([256, 1]);
  sampler.showLess();
  expect([sampler.oneIn, sampler.oneInRemarkable]).toEqual([512, 2]);
  sampler.showMore();
  expect([sampler.oneIn, sampler.oneInRemarkable]).toEqual([512, 1]);
});
