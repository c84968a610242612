import { expect, test } from 'vitest';
import type { ChangeEvent, HopEvent } from '#shared/trace.ts';
import { PendingCalls } from './pendingCalls.ts';

const called = (hopId: string, service: string): HopEvent => ({
  seq: 1,
  atUs: 0,
  type: 'called',
  traceId: 't',
  hopId,
  pattern: 'p',
  kind: 'request',
  wire: `of-${service}`,
  service,
  replica: 0,
  timeoutMs: 1000,
});
const down = (service: string): ChangeEvent => ({ seq: 2, atUs: 1, type: 'serviceChanged', state: 'down', service });

test('a call counts down to its timeout until it has ended', () => {
  const pending = new PendingCalls();
  pending.take([called('a', 'orders')]);
  expect(pending.onWires(500_000)).toEqual([{ wire: 'of-orders', count: 1, share: 0.5 }]);
  pending.take([{ ...called('a', 'orders'), type: 'completed' }]);
  expect(pending.isEmpty).toBe(true);
});

test('a caller that goes down waits no more; the calls of others go on', () => {
  const pending = new PendingCalls();
  pending.take([called('a', 'orders'), called('b', 'gateway'), down('orders')]);
  expect(pending.onWires(500_000).map(({ wire }) => wire)).toEqual(['of-gateway']);
});

test('of a call with attempts it is these that wait', () => {
  const pending = new PendingCalls();
  pending.take([
    { ...called('call', 'orders'), attempts: 3 },
    { ...called('a1', 'orders'), parentId: 'call', attempt: 1 },
  ]);
  expect(pending.onWires(500_000)).toEqual([{ wire: 'of-orders', count: 1, share: 0.5 }]);
});
