import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from './random.ts';

const take = (random: () => number, count: number): number[] => Array.from({ length: count }, random);

describe('seededRandom', () => {
  it('gives the same numbers for the same seed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double()), (seed) => {
        expect(take(seededRandom(seed), 5)).toEqual(take(seededRandom(seed), 5));
      }),
    );
  });

  it('stays inside [0, 1) and spreads evenly', () => {
    const numbers = take(seededRandom('spread'), 10_000);
    expect(numbers.filter((number) => number < 0 || number >= 1)).toEqual([]);
    const tenths = new Map<number, number>();
    for (const number of numbers) tenths.set(Math.floor(number * 10), (tenths.get(Math.floor(number * 10)) ?? 0) + 1);
    expect(tenths.size).toBe(10);
    for (const count of tenths.values()) expect(count).toBeGreaterThan(850);
  });

  it('starts far apart for seeds that look alike', () => {
    const first = Array.from({ length: 500 }, (_, at) => seededRandom(`wire-${at}`)());
    expect(new Set(first).size).toBe(500);
    expect(first.filter((number) => number < 0.5).length).toBeGreaterThan(200);
    expect(first.filter((number) => number < 0.5).length).toBeLessThan(300);
  });

  it('does not take a number and its text apart, so a seed survives JSON and a URL', () => {
    expect(seededRandom(42)()).toBe(seededRandom('42')());
  });
});
