import { expect, test } from 'vitest';
import type { HopEvent, HopEventType } from '#shared/trace.ts';
import { RateMeter } from './rates.ts';

let seq = 0;
function event(type: HopEventType, hopId: string, more: Partial<HopEvent> = {}): HopEvent {
  seq += 1;
  return { seq, atUs: 0, type, traceId: 't', hopId, pattern: 'p', kind: 'request', service: 's', replica: 0, ...more };
}

const second = 1_000_000;

/** One request that the service answered after so many milliseconds. */
const answered = (hopId: string, ms: number, error?: string): HopEvent[] => [
  event('received', hopId, { atUs: second - ms * 1000 }),
  event('replied', hopId, { atUs: second, handler: 'h', last: true, ...(error === undefined ? {} : { error }) }),
];

test('a service has a rate, a p95 and a share of errors over the last ten seconds', () => {
  const meter = new RateMeter();
  for (let index = 0; index < 20; index += 1) meter.add(answered(`a${index}`, index === 19 ? 500 : 10));
  meter.add(answered('b', 10, 'no'));
  expect(meter.read('service:s', 2 * second)).toEqual({ perSecond: 2.1, p95Ms: 10, errorShare: 1 / 21 });
  expect(meter.read('handler:s.h', 2 * second).perSecond).toBe(2.1);
});

test('what is longer ago counts no more', () => {
  const meter = new RateMeter();
  meter.add(answered('old', 10));
  expect(meter.read('service:s', 30 * second)).toEqual({ perSecond: 0, p95Ms: undefined, errorShare: 0 });
});

test('an event counts when it arrives: it has no answer', () => {
  const meter = new RateMeter();
  meter.add([event('received', 'e', { kind: 'event', atUs: second })]);
  expect(meter.read('service:s', 2 * second)).toEqual({ perSecond: 0.1, p95Ms: undefined, errorShare: 0 });
});

test('a wire counts its calls by how they end', () => {
  const meter = new RateMeter();
  meter.add([event('completed', 'a', { wire: 'w', atUs: second }), event('failed', 'b', { wire: 'w', atUs: second })]);
  expect(meter.read('wire:w', 2 * second)).toEqual({ perSecond: 0.2, p95Ms: undefined, errorShare: 0.5 });
});

test('what nobody has seen is idle', () => {
  expect(new RateMeter().read('service:none', second)).toEqual({ perSecond: 0, p95Ms: undefined, errorShare: 0 });
});

test('a call counts once on its wire, however many attempts it took', () => {
  const meter = new RateMeter();
  const of = { wire: 'w', atUs: second };
  const attempts = [1, 2].map((attempt) => event('failed', `a${attempt}`, { ...of, attempt }));
  meter.add([...attempts, event('completed', 'call', of)]);
  expect(meter.read('wire:w', second)).toMatchObject({ perSecond: 0.1, errorShare: 0 });
});
