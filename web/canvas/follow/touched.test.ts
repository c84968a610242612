import { describe, expect, test } from 'vitest';
import { hopsOf, recorded, recordedNames } from '../../trace/testing/recordings.ts';
import { connectionsOf } from '../geometry/connections.ts';
import { sameIds, touchedBy } from './touched.ts';

function touchedIn(name: string): string[] {
  const recording = recorded(name);
  return [...touchedBy(recording.flow, hopsOf(recording))].sort();
}

describe('what a followed trace touches', () => {
  test('the driver, every service and every wire that its messages took', () => {
    expect(touchedIn('fine')).toEqual([
      'driver:buyer',
      'drives:buyer',
      'service:gateway',
      'service:orders',
      'service:payments',
      'wire:orders',
      'wire:payments',
    ]);
  });

  test('over a broker, the broker and the lines to those who got the message', () => {
    expect(touchedIn('event-handler-threw')).toEqual([
      'broker:redis',
      'driver:buyer',
      'drives:buyer',
      'hears:redis:audit',
      'service:audit',
      'service:gateway',
      'service:orders',
      'wire:events',
      'wire:orders',
    ]);
  });

  test('not the service that a refused call never set out for', () => {
    expect(touchedIn('breaker-open')).toEqual([
      'driver:buyer',
      'drives:buyer',
      'service:gateway',
      'service:orders',
      'wire:orders',
      'wire:payments',
    ]);
  });

  test('nothing before its first message', () => {
    expect([...touchedBy(recorded('fine').flow, [])]).toEqual([]);
  });

  test.each(recordedNames)('in %s, only what is drawn', (name) => {
    const { flow } = recorded(name);
    const boxes = (kind: string, items: object): string[] => Object.keys(items).map((id) => `${kind}:${id}`);
    const drawn = new Set([
      ...connectionsOf(flow).map(({ id }) => id),
      ...boxes('service', flow.services),
      ...boxes('broker', flow.brokers),
      ...boxes('driver', flow.drivers),
      ...boxes('external', flow.externals),
    ]);
    expect(touchedIn(name).filter((id) => !drawn.has(id))).toEqual([]);
  });
});

test('two sets of ids are the same whatever their order', () => {
  expect(sameIds(new Set(['a', 'b']), new Set(['b', 'a']))).toBe(true);
  expect(sameIds(new Set(['a']), new Set(['b']))).toBe(false);
  expect(sameIds(new Set(['a']), new Set(['a', 'b']))).toBe(false);
});
