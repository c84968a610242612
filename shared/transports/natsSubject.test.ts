import { expect, test } from 'vitest';
import { isNatsSubject } from './natsSubject.ts';

test.each(['orders', 'orders.*.paid', 'orders.>', '>', '{"cmd":"sum"}', 'patchbay.x.orders'])(
  '%s is a subject',
  (text) => {
    expect(isNatsSubject(text)).toBe(true);
  },
);

test.each(['', 'a..b', '.a', 'a.', 'a.>.b', 'a b', '{"cmd":"my sum"}', 'a\r\nPUB x 0', 'a\u0000b'])(
  '%j is none',
  (text) => {
    expect(isNatsSubject(text)).toBe(false);
  },
);
