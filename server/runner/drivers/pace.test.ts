import { expect, it } from 'vitest';
import { due, tickMs, type Pace } from './pace.ts';

const pace = (load: number | Pace['load'], done = 0): Pace => ({
  startedAtMs: 1000,
  load: typeof load === 'number' ? { perSecond: load } : load,
  done,
});

/** All that is sent until then, looked at every 13 ms. */
function sentUntil(load: Pace['load'], untilMs: number): number {
  let done = 0;
  let sent = 0;
  for (let now = 1000; now <= untilMs; now += 13) {
    const next = due(pace(load, done), now);
    done = next.done;
    sent += next.send;
  }
  return sent;
}

it('sends one each time it is due', () => {
  expect(due(pace(10), 1099)).toEqual({ send: 0, done: 0 });
  expect(due(pace(10), 1100)).toEqual({ send: 1, done: 1 });
  expect(due(pace(10, 1), 1150)).toEqual({ send: 0, done: 1 });
});

it('keeps the rate when timers are late', () => {
  const sent = sentUntil({ perSecond: 100 }, 11_000);
  expect(sent).toBeGreaterThanOrEqual(998);
  expect(sent).toBeLessThanOrEqual(1000);
});

it('rises evenly: half as many while it ramps up, all of them from then on', () => {
  const load = { perSecond: 100, rampMs: 4000 };
  expect(due(pace(load), 3000)).toEqual({ send: 10, done: 50 });
  expect(due(pace(load), 5000).done).toBe(200);
  expect(due(pace(load), 6000).done).toBe(300);
});

it('sends bursts together, at the same rate on the whole', () => {
  const load = { perSecond: 10, burst: 20 };
  expect(due(pace(load), 2999)).toEqual({ send: 0, done: 0 });
  expect(due(pace(load), 3000)).toEqual({ send: 20, done: 20 });
  expect(sentUntil(load, 11_010)).toBe(100);
});

it('passes over what was missed during a pause', () => {
  expect(due(pace(100), 61_000)).toEqual({ send: 10, done: 6000 });
  expect(due(pace(0.5), 61_000)).toEqual({ send: 1, done: 30 });
});

it('never looks more often than every 10 ms', () => {
  expect([tickMs(0.5), tickMs(20), tickMs(1000)]).toEqual([2000, 50, 10]);
});
