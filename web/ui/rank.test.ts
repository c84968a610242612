import { expect, test } from 'vitest';
import { ranked } from './rank.ts';

const texts = [
  'Add a TCP service',
  'Add an HTTP gateway',
  'payments',
  'process_payment',
  'Tidy the whole drawing',
  'Undo',
];
const found = (typed: string): string[] => ranked(typed, texts, (text) => text);

test('nothing typed shows everything in its order', () => {
  expect(found('  ')).toEqual(texts);
});

test('a beginning comes before a middle', () => {
  expect(found('pay')).toEqual(['payments', 'process_payment']);
});

test('words in any order and first letters find, too', () => {
  expect(found('service tcp')).toEqual(['Add a TCP service']);
  expect(found('ahg')[0]).toBe('Add an HTTP gateway');
});

test('what has nothing in common is not found', () => {
  expect(found('zebra')).toEqual([]);
});

test('what is called so comes before what is only explained so', () => {
  const items = [
    { text: 'Flap', more: 'Killed and started again, over and over' },
    { text: 'Break: Kill', more: 'Every connection is cut at once' },
  ];
  expect(ranked('kill', items, (item) => item).map(({ text }) => text)).toEqual(['Break: Kill', 'Flap']);
});
