import { expect, it } from 'vitest';
import { due, tickMs, type Pace } from './pace.ts';

const pace = (perSecond: number, done = 0): Pace => ({ startedAtMs: 1000, perSecond, done });

it('sends one each time it is due', () => {
  expect(due(pace(10), 1099)).toEqual({ send: 0, done: 0 });
  expect(due(pace(10), 1100)).toEqual({ send: 1, done: 1 });
  expect(due(pace(10, 1), 1150)).toEqual({ send: 0, done: 1 });
});

it('keeps the rate when timers are late', () => {
  let done = 0;
  let sent = 0;
  for (let now = 1000; now <= 11_000; now += 13) {
    const next = due(pace(100, done), now);
    done = next.done;
    sent += next.send;
  }
  expect(sent).toBeGreaterThanOrEqual(998);
  expect(sent).toBeLessThanOrEqual(1000);
});

it('passes over what was missed during a pause', () => {
  expect(due(pace(100), 61_000)).toEqual({ send: 10, done: 6000 });
  expect(due(pace(0.5), 61_000)).toEqual({ send: 1, done: 30 });
});

it('never looks more often than every 10 ms', () => {
  expect([tickMs(0.5), tickMs(20), tickMs(1000)]).toEqual([2000, 50, 10]);
});
