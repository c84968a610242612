import { expect, it } from 'vitest';
import { isKafkaTopic } from './kafkaTopic.ts';

it.each(['orders', 'orders.created', 'a_b-c.D9', 'x'.repeat(249)])('%s is a topic', (text) => {
  expect(isKafkaTopic(text)).toBe(true);
});

it.each(['', '.', '..', 'two words', '{"cmd":"sum"}', 'orders.*', 'ä', 'x'.repeat(250), 'a\n'])(
  '%j is none',
  (text) => {
    expect(isKafkaTopic(text)).toBe(false);
  },
);
