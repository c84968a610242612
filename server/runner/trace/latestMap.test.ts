import { expect, test } from 'vitest';
import { LatestMap } from './latestMap.ts';

test('the latest are known, the very old are forgotten, and the newest value of a key counts', () => {
  const map = new LatestMap<number>(10);
  expect(map.isEmpty).toBe(true);
  for (let count = 0; count < 100; count += 1) map.set(`k${count}`, count);
  map.set('k95', -95);
  const known = Array.from({ length: 100 }, (_, count) => map.get(`k${count}`));
  expect(known.slice(90, 95)).toEqual([90, 91, 92, 93, 94]);
  expect(known[95]).toBe(-95);
  expect(known.filter((value) => value !== undefined).length).toBeLessThanOrEqual(20);
  map.delete('k95');
  expect([map.get('k95'), map.isEmpty]).toEqual([undefined, false]);
});
