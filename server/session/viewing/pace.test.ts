import { expect, test } from 'vitest';
import { Pace } from './pace.ts';

/** A link that takes so many bytes a second, filled as much as the pace allows; says how long its last answers took. */
function drive(pace: Pace, { bytesPerSecond, seconds }: { bytesPerSecond: number; seconds: number }): number {
  let freeAtMs = 0;
  let tookMs = 0;
  const queue: { upTo: number; sentMs: number; doneMs: number }[] = [];
  let upTo = 0;
  for (let nowMs = 0; nowMs < seconds * 1000; nowMs += 10) {
    while (queue[0] !== undefined && queue[0].doneMs <= nowMs) {
      const [first] = queue.splice(0, 1);
      if (first === undefined) break;
      tookMs = nowMs - first.sentMs;
      pace.seen(first.upTo, nowMs);
    }
    while (pace.hasRoom) {
      const bytes = Math.ceil(pace.packetBytes);
      upTo += 1;
      freeAtMs = Math.max(nowMs, freeAtMs) + (bytes / bytesPerSecond) * 1000;
      queue.push({ upTo, sentMs: nowMs, doneMs: freeAtMs });
      pace.sent({ upTo, bytes, atMs: nowMs });
    }
  }
  return tookMs;
}

test('behind 50 kB a second no more is under way than arrives within about a second', () => {
  const pace = new Pace();
  const tookMs = drive(pace, { bytesPerSecond: 50_000, seconds: 60 });
  expect(tookMs).toBeLessThan(1200);
  expect(pace.underWay).toBeLessThan(80_000);
});

test('a quick link is filled', () => {
  const pace = new Pace();
  drive(pace, { bytesPerSecond: 20 << 20, seconds: 5 });
  expect(pace.underWay).toBeGreaterThan(1 << 20);
});
