import { expect, test } from 'vitest';
import { isOneOf } from '#shared/sampling.ts';
import type { HopEvent, HopEventType } from '#shared/trace.ts';
import { Choreographer } from './choreographer.ts';
import { DotSampler } from './dotSampler.ts';

const traceId = (index: number): string => (index * 2_654_435_761).toString(16).padStart(32, '0').slice(-32);
const types: readonly HopEventType[] = ['called', 'sent', 'received', 'replied', 'answered', 'completed'];

function event(index: number, type: HopEventType, atUs: number): HopEvent {
  const hop = { traceId: traceId(index), hopId: `h${index}`, pattern: 'p', kind: 'request' } as const;
  return {
    ...hop,
    seq: 1,
    atUs,
    type,
    ...(type === 'received' || type === 'replied' ? { service: 's' } : { wire: 'w' }),
  };
}

/** 1000 traces a second on one line, each of which begins and ends within a millisecond. */
function second(from: number, endOf: (index: number) => HopEventType = () => 'completed'): HopEvent[] {
  return Array.from({ length: 1000 }, (_, index) =>
    types.map((type, part) =>
      event(from + index, part === types.length - 1 ? endOf(from + index) : type, (from + index) * 1000 + part),
    ),
  ).flat();
}

test('up to what one can read all is shown; above it as many whole traces as one can', () => {
  const sampler = new DotSampler();
  sampler.showLess(30, 1);
  expect(sampler.oneIn).toBe(1);
  sampler.showLess(1000, 1);
  expect(sampler.oneIn).toBe(64);
  const chosen = second(0).flatMap((one) => sampler.choose(one));
  const counts = new Map<string, number>();
  for (const { traceId: id } of chosen) counts.set(id, (counts.get(id) ?? 0) + 1);
  expect([...counts.values()].every((count) => count === types.length)).toBe(true);
  expect([...counts.keys()].every((id) => isOneOf(id, 64))).toBe(true);
  expect(counts.size).toBeLessThanOrEqual(40);
  sampler.showMore(700, 1);
  expect(sampler.oneIn).toBe(64);
  sampler.showMore(10, 1);
  expect(sampler.oneIn).toBe(1);
});

test('a page that is told one trace in eight takes its dots from these', () => {
  const sampler = new DotSampler();
  sampler.showLess(125, 8);
  expect(sampler.oneIn).toBe(64);
});

test('a trace that fails is shown from its beginning', () => {
  const sampler = new DotSampler();
  sampler.showLess(10_000, 1);
  const chosen = second(0, (index) => (index === 501 ? 'failed' : 'completed')).flatMap((one) => sampler.choose(one));
  expect(chosen.filter(({ traceId: id }) => id === traceId(501)).map(({ type }) => type)).toEqual([
    ...types.slice(0, -1),
    'failed',
  ]);
});

test('the picture of a busy line has a readable number of messages, and every error', () => {
  const choreographer = new Choreographer(() => undefined);
  const seen = new Set<string>();
  const errors = new Set<string>();
  for (let at = 0; at < 4; at += 1) {
    const events = second(at * 1000).map((one) =>
      one.type === 'replied' && Number(one.hopId.slice(1)) % 250 === 3 ? { ...one, error: 'no' } : one,
    );
    for (let from = 0; from < events.length; from += 300) {
      choreographer.take(events.slice(from, from + 300));
      for (let step = 0; step < 5; step += 1) {
        choreographer.advance(10);
        for (const { hopId, shape } of at === 0 ? [] : choreographer.moving()) {
          seen.add(hopId);
          if (shape === 'error') errors.add(hopId);
        }
      }
    }
  }
  expect(choreographer.traffic.oneIn).toBeGreaterThanOrEqual(32);
  expect(seen.size).toBeLessThan(3 * 60 + 200);
  for (let index = 1003; index < 3700; index += 250) expect(errors).toContain(`h${index}`);
});
