import { expect, test } from 'vitest';
import { cutText } from './cutText.ts';

test('a text is cut to its beginning, never within a character', () => {
  expect([cutText('orders', 6), cutText('orders', 3), cutText('ab🚋', 3), cutText('ab🚋c', 4)]).toEqual([
    'orders',
    'ord',
    'ab',
    'ab🚋',
  ]);
});
