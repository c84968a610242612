import { expect, test } from 'vitest';
import type { ChangeEvent, HopEvent, HopEventType } from '#shared/trace.ts';
import { DeliveryCounter } from './deliveries.ts';

let seq = 0;
function event(type: HopEventType, hopId: string, more: Partial<HopEvent> = {}): HopEvent {
  seq += 1;
  return { seq, atUs: 0, type, traceId: 't', hopId, pattern: 'p', kind: 'request', service: 's', replica: 0, ...more };
}
function down(service: string, replica?: number): ChangeEvent {
  seq += 1;
  return { seq, atUs: 0, type: 'serviceChanged', service, replica, state: 'down' };
}

test('each replica counts what it was given; the second time anywhere in the service is a duplicate', () => {
  const counter = new DeliveryCounter();
  counter.add([
    event('received', 'a', { kind: 'event' }),
    event('received', 'a', { kind: 'event', replica: 1 }),
    event('received', 'a', { kind: 'event', service: 'other' }),
    event('received', 'b', { kind: 'event' }),
  ]);
  expect(counter.ofReplica('s', 0)).toEqual({ received: 2, duplicates: 0, lost: 0 });
  expect(counter.ofReplica('s', 1)).toEqual({ received: 1, duplicates: 1, lost: 0 });
  expect(counter.duplicatesOf('s')).toBe(1);
  expect(counter.duplicatesOf('other')).toBe(0);
});

test('a request is lost with the replica that had not replied to it', () => {
  const counter = new DeliveryCounter();
  counter.add([
    event('received', 'a'),
    event('received', 'b'),
    event('received', 'c', { replica: 1 }),
    event('received', 'd', { kind: 'event' }),
    event('replied', 'a', { last: true }),
    down('s', 0),
    down('s', 0),
  ]);
  expect(counter.ofReplica('s', 0)).toEqual({ received: 3, duplicates: 0, lost: 1 });
  expect(counter.ofReplica('s', 1)).toEqual({ received: 1, duplicates: 0, lost: 0 });
  counter.add([down('s')]);
  expect(counter.ofReplica('s', 1)).toEqual({ received: 1, duplicates: 0, lost: 1 });
});

test('a wire says how many reached nobody, and why the last did not', () => {
  const counter = new DeliveryCounter();
  const lost = event('lost', 'a', { service: undefined, wire: 'w', note: '0 subscribers' });
  counter.add([lost]);
  counter.add([lost, event('lost', 'b', { service: undefined, wire: 'w' })]);
  expect(counter.onWire('w')).toEqual({ count: 2, reason: '0 subscribers' });
  expect(counter.onWire('other')).toBeUndefined();
});

test('forgets everything for another run, and what is long ago by itself', () => {
  const counter = new DeliveryCounter();
  counter.add(Array.from({ length: 30_000 }, (_, at) => event('received', `m${at}`, { kind: 'event' })));
  counter.add([event('received', 'm29999', { kind: 'event' }), event('received', 'm0', { kind: 'event' })]);
  expect(counter.ofReplica('s', 0)).toEqual({ received: 30_002, duplicates: 1, lost: 0 });
  counter.clear();
  expect(counter.ofReplica('s', 0)).toEqual({ received: 0, duplicates: 0, lost: 0 });
});
