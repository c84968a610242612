import { expect, test } from 'vitest';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import { drivesLine, hearsLine, outsideLine, wireLine } from '../geometry/connections.ts';
import { dotSummary } from './dotSummary.ts';

test('dots are counted by shape on each line', () => {
  const orders = wireLine('orders');
  const dots = [
    { line: orders, shape: 'request' as const },
    { line: orders, shape: 'request' as const },
    { line: orders, shape: 'error' as const },
    { line: hearsLine('redis', 'audit'), shape: 'event' as const },
    { line: drivesLine('buyer'), shape: 'reply' as const },
    { line: outsideLine('audit'), shape: 'request' as const },
  ];
  expect(dotSummary(dots, orderSaga)).toEqual([
    '2 requests, 1 error on ORDERS',
    '1 event on redis to audit',
    '1 reply on buyer to api-gateway',
    '1 request on the way from outside to audit',
  ]);
});

test('a still canvas has nothing to tell', () => {
  expect(dotSummary([], orderSaga)).toEqual([]);
});
