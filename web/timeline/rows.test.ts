import { describe, expect, it } from 'vitest';
import { layoutWaterfall, type TimelineHop } from './rows.ts';

const hop = (hopId: string, change: Partial<TimelineHop>): TimelineHop => ({
  hopId,
  label: hopId,
  place: 'somewhere',
  kind: 'request',
  color: 'blue',
  startUs: 1000,
  endUs: 2000,
  state: 'ok',
  note: '',
  segmentsUntil: () => [],
  gaveUp: false,
  cancelled: false,
  ...change,
});
const shape = (hops: TimelineHop[], nowUs = 0) =>
  layoutWaterfall(hops, nowUs).rows.map(({ hopId, depth, left, width }) => ({ hopId, depth, left, width }));

describe('the waterfall', () => {
  it('stands parents above what they caused, and sisters by time', () => {
    const hops = [
      hop('late', { parentId: 'root', startUs: 6000, endUs: 9000 }),
      hop('inner', { parentId: 'early', startUs: 3000, endUs: 4000 }),
      hop('early', { parentId: 'root', startUs: 2000, endUs: 5000 }),
      hop('root', { startUs: 1000, endUs: 11_000 }),
    ];
    expect(shape(hops)).toEqual([
      { hopId: 'root', depth: 0, left: 0, width: 1 },
      { hopId: 'early', depth: 1, left: 0.1, width: 0.3 },
      { hopId: 'inner', depth: 2, left: 0.2, width: 0.1 },
      { hopId: 'late', depth: 1, left: 0.5, width: 0.3 },
    ]);
  });

  it('lets what waits grow until now', () => {
    const hops = [hop('root', { endUs: undefined, state: 'pending' }), hop('child', { parentId: 'root' })];
    expect(shape(hops, 5000)).toEqual([
      { hopId: 'root', depth: 0, left: 0, width: 1 },
      { hopId: 'child', depth: 1, left: 0, width: 0.25 },
    ]);
  });

  it('shows what went on after the caller gave up', () => {
    const [row] = layoutWaterfall([hop('a', { startUs: 0, endUs: 1000, lateUntilUs: 4000 })], 0).rows;
    expect(row).toMatchObject({ left: 0, width: 0.25, lateWidth: 0.75, durationMs: 1 });
  });

  it('keeps a message of no time at all to be seen, inside the picture', () => {
    const hops = [hop('root', { startUs: 0, endUs: 1e6 }), hop('tiny', { startUs: 1e6, endUs: 1e6 })];
    expect(shape(hops)).toEqual([
      { hopId: 'root', depth: 0, left: 0, width: 1 },
      { hopId: 'tiny', depth: 0, left: 0.996, width: 0.004 },
    ]);
  });

  it('stands a message with an unknown parent at the left, and drops none when parents go in a circle', () => {
    const orphan = shape([hop('a', { parentId: 'gone' })]);
    expect(orphan).toEqual([{ hopId: 'a', depth: 0, left: 0, width: 1 }]);
    const circle = [hop('a', { parentId: 'b' }), hop('b', { parentId: 'a' })];
    expect(shape(circle).map(({ hopId }) => hopId)).toEqual(['a', 'b']);
  });

  it('lays out a chain of ten thousand messages', () => {
    const chain = Array.from({ length: 10_000 }, (_, index) =>
      hop(`h${index}`, { parentId: `h${index - 1}`, startUs: index, endUs: 20_000 }),
    );
    expect(shape(chain).at(-1)).toMatchObject({ hopId: 'h9999', depth: 9999 });
  });

  it('draws lines at round times', () => {
    const { ticks } = layoutWaterfall([hop('a', { startUs: 0, endUs: 45_000 })], 0);
    expect(ticks.map(({ ms }) => ms)).toEqual([10, 20, 30, 40]);
  });

  it('is empty without messages', () => {
    expect(layoutWaterfall([], 5)).toEqual({ rows: [], startUs: 0, spanUs: 0, ticks: [] });
  });
});
