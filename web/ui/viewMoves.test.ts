import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { onceViewRests, viewMoves } from './viewMoves.ts';

let done: string[] = [];
const note = (what: string) => () => void done.push(what);

beforeEach(() => {
  done = [];
  vi.useFakeTimers();
});
afterEach(() => {
  viewMoves(false);
  vi.useRealTimers();
});

test('what is told while the view rests is told at once', () => {
  onceViewRests(note('list'));
  expect(done).toEqual(['list']);
});

test('while the view moves it waits until it rests, and is told once', () => {
  viewMoves(true);
  onceViewRests(note('list'));
  expect(done).toEqual([]);
  viewMoves(false);
  vi.runAllTimers();
  expect(done).toEqual(['list']);
});

test('who moves the view for long is told after a second', () => {
  viewMoves(true);
  onceViewRests(note('list'));
  vi.advanceTimersByTime(1000);
  expect(done).toEqual(['list']);
});

test('what was taken back is not told', () => {
  viewMoves(true);
  onceViewRests(note('list'))();
  viewMoves(false);
  vi.runAllTimers();
  expect(done).toEqual([]);
});
