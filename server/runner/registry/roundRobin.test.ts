import { describe, expect, it } from 'vitest';
import { RoundRobin } from './roundRobin.ts';

const turns = (robin: RoundRobin, there: number[], count: number) =>
  Array.from({ length: count }, () => robin.next(there));

describe('Round robin', () => {
  it('goes through all of them, again and again', () => {
    expect(turns(new RoundRobin(), [0, 1, 2], 7)).toEqual([0, 1, 2, 0, 1, 2, 0]);
  });

  it('begins where it is told to, so that several callers do not all begin with the same', () => {
    expect(turns(new RoundRobin(1), [0, 1, 2], 3)).toEqual([2, 0, 1]);
  });

  it('gives nobody two turns, and skips nobody, when one comes or leaves', () => {
    const robin = new RoundRobin();
    expect(turns(robin, [0, 1, 2], 2)).toEqual([0, 1]);
    expect(turns(robin, [0, 2], 2)).toEqual([2, 0]);
    expect(turns(robin, [0, 1, 2, 3], 4)).toEqual([1, 2, 3, 0]);
  });

  it('takes another one than it was told to avoid, unless there is no other', () => {
    const robin = new RoundRobin();
    expect(robin.next([0, 1], 0)).toBe(1);
    expect(robin.next([1], 1)).toBe(1);
    expect(robin.next([])).toBeUndefined();
  });
});
