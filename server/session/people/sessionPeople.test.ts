import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MovedPointers, People } from '#shared/people.ts';
import { SessionPeople } from './sessionPeople.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const here = (page: string, name: string) => ({ page, name, selection: [], isEditing: false });

function watched() {
  const told: string[][] = [];
  const moved: [string, MovedPointers][] = [];
  const people = new SessionPeople({
    onPeople: (now: People) => told.push(now.people.map(({ name }) => name)),
    onPointers: (pointers, where) => moved.push([where, pointers]),
  });
  return { people, told, moved };
}

test('however much a page says, the others are told once in 50 ms, and once more where the pointer came to rest', () => {
  const { people, told, moved } = watched();
  people.here('a', here('page-of-a', 'Ada'), { isViewer: false });
  vi.advanceTimersByTime(50);
  for (let x = 0; x < 5000; x += 1) people.point('a', { x, y: 0 });
  vi.advanceTimersByTime(1000);
  for (let n = 1; n <= 9; n += 1) people.here('a', here('page-of-a', `Ada ${n}`), { isViewer: false });
  vi.advanceTimersByTime(1000);
  const last = [{ id: 'a', at: { x: 19, y: 0 } }];
  expect([told, moved, vi.getTimerCount()]).toEqual([
    [['Ada'], ['Ada 9']],
    [
      ['moving', last],
      ['resting', last],
    ],
    0,
  ]);
});

test('who leaves is gone at once, and so is their pointer', () => {
  const { people, told, moved } = watched();
  people.here('a', here('page-of-a', 'Ada'), { isViewer: false });
  people.here('b', here('page-of-b', 'Ben'), { isViewer: false });
  people.point('b', { x: 1, y: 2 });
  people.leave('b');
  vi.advanceTimersByTime(1000);
  expect([told, moved]).toEqual([[['Ada']], []]);
});

test('an empty session leaves no timer behind', () => {
  const { people } = watched();
  people.here('a', here('page-of-a', 'Ada'), { isViewer: false });
  people.leave('a');
  people.point('a', { x: 1, y: 2 });
  people.close();
  expect(vi.getTimerCount()).toBe(0);
});
