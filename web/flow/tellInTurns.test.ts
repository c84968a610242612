import { expect, test } from 'vitest';
import { tellInTurns } from './tellInTurns.ts';

function turns() {
  const waiting: (() => void)[] = [];
  const later = (run: () => void): void => void waiting.push(run);
  return { waiting, later, next: () => waiting.shift()?.() };
}

test('a few are told at once, and nothing is left for later', () => {
  const told: string[] = [];
  const { waiting, later } = turns();
  tellInTurns<string>(2, (item) => told.push(item), later)(['a', 'b']);
  expect([told, waiting]).toEqual([['a', 'b'], []]);
});

test('many are told in turns, each once', () => {
  const told: string[] = [];
  const { waiting, later, next } = turns();
  tellInTurns<string>(2, (item) => told.push(item), later)(['a', 'b', 'c', 'd', 'e']);
  expect(told).toEqual(['a', 'b']);
  next();
  expect(told).toEqual(['a', 'b', 'c', 'd']);
  next();
  expect([told, waiting]).toEqual([['a', 'b', 'c', 'd', 'e'], []]);
});

test('what changes meanwhile does not wait behind what is under way, and is not told twice', () => {
  const told: string[] = [];
  const { waiting, later, next } = turns();
  const tell = tellInTurns<string>(2, (item) => told.push(item), later);
  tell(['a', 'b', 'c', 'd', 'e']);
  tell(['e']);
  expect(told).toEqual(['a', 'b', 'e']);
  next();
  next();
  expect([told, waiting]).toEqual([['a', 'b', 'e', 'c', 'd'], []]);
});

test('a turn in which all that waited has been told already changes nothing, and later lists are told as ever', () => {
  const told: string[] = [];
  const { waiting, later, next } = turns();
  const tell = tellInTurns<string>(1, (item) => told.push(item), later);
  tell(['a', 'b']);
  tell(['b']);
  tell(['c', 'd']);
  while (waiting.length > 0) next();
  expect(told).toEqual(['a', 'b', 'c', 'd']);
});
