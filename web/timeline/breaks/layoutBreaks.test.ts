import { describe, expect, it } from 'vitest';
import type { Break } from '../../trace/breaks.ts';
import { layoutBreaks } from './layoutBreaks.ts';

const shown = { startUs: 1000, spanUs: 1000 };
const broken = (id: string, startUs?: number, endUs?: number): Break => ({ id, key: id, place: {}, startUs, endUs });
const bars = (...breaks: Break[]) => layoutBreaks(breaks, shown).map(({ it: { id }, ...bar }) => ({ id, ...bar }));
const whole = { cutLeft: false, cutRight: false };

describe('the lane of breaks', () => {
  it('stands on the time axis of the trace', () => {
    expect(bars(broken('a', 1200, 1500))).toEqual([{ id: 'a', left: 0.2, width: 0.3, line: 0, ...whole }]);
  });

  it('shows what began before or goes on after as cut off, and leaves out what was not then', () => {
    const all = [broken('before', 100, 999), broken('after', 2001), broken('all'), broken('to', 500, 1100)];
    expect(bars(...all, broken('from', 1900))).toMatchObject([
      { id: 'all', left: 0, width: 1, line: 0, cutLeft: true, cutRight: true },
      { id: 'to', left: 0, line: 1, cutLeft: true, cutRight: false },
      { id: 'from', left: 0.9, line: 1, cutLeft: false, cutRight: true },
    ]);
  });

  it('puts what was broken at the same time on lines of its own, and more than fit on the last one', () => {
    const all = ['a', 'b', 'c', 'd'].map((id) => broken(id, 1100, 1400));
    expect(bars(...all, broken('e', 1500, 1600)).map(({ id, line }) => [id, line])).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 2],
      ['d', 2],
      ['e', 0],
    ]);
  });

  it('keeps a break of no time at all to be seen, inside the picture', () => {
    expect(bars(broken('a', 2000, 2000))).toEqual([{ id: 'a', left: 0.994, width: 0.006, line: 0, ...whole }]);
  });
});
