import { expect, test } from 'vitest';
import { versionsOf } from './versionsOf.ts';

const second = 1000;

test('a version is where somebody stopped, newest first, and how the flow was opened', () => {
  const moments = [
    { revision: 0, at: 0 },
    { revision: 1, at: 1 * second },
    { revision: 2, at: 2 * second },
    { revision: 3, at: 60 * second },
  ];
  expect(versionsOf(moments)).toEqual([
    { revision: 3, at: 60 * second, changes: 1 },
    { revision: 2, at: 2 * second, changes: 2 },
    { revision: 0, at: 0, changes: 0 },
  ]);
});

test('whoever never stops gets one every five minutes', () => {
  const moments = Array.from({ length: 61 }, (_, index) => ({ revision: index + 1, at: index * 10 * second }));
  expect(versionsOf(moments).map(({ revision, changes }) => ({ revision, changes }))).toEqual([
    { revision: 61, changes: 1 },
    { revision: 60, changes: 30 },
    { revision: 30, changes: 30 },
  ]);
});

test('nothing changed is one version', () => {
  expect(versionsOf([{ revision: 0, at: 5 }])).toEqual([{ revision: 0, at: 5, changes: 0 }]);
  expect(versionsOf([])).toEqual([]);
});
