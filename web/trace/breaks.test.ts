import { describe, expect, it } from 'vitest';
import type { Fault } from '#shared/faults/fault.ts';
import type { ChangeEvent } from '#shared/trace.ts';
import { addBreaks, type Break } from './breaks.ts';

const fault = (id: string, latencyMs = 100): Fault => ({
  id,
  kind: 'latency',
  latencyMs,
  jitterMs: 0,
  target: { wire: 'pay' },
  leg: 'both',
  rate: 1,
});
let seq = 0;
const event = (change: Omit<ChangeEvent, 'seq'>): ChangeEvent => ({ seq: (seq += 1), ...change });
const faultIs = (state: string, atUs: number, more: Partial<ChangeEvent> = {}): ChangeEvent =>
  event({ type: 'faultChanged', state, atUs, fault: fault('f'), wire: 'pay', ...more });
const serviceIs = (state: string, atUs: number, more: Partial<ChangeEvent> = {}): ChangeEvent =>
  event({ type: 'serviceChanged', service: 'orders', replica: 0, state, atUs, ...more });

/** Without their ids. */
const seen = (breaks: readonly Break[]) => breaks.map(({ id: _id, ...one }) => one);
const after = (...events: ChangeEvent[]) => seen(addBreaks([], events));

describe('breaks', () => {
  it('last from when a fault is put on until it is mended, and say whose it was', () => {
    expect(after(faultIs('on', 10, { by: 'monkey' }), faultIs('mended', 30, { by: 'monkey' }))).toEqual([
      {
        key: 'fault f',
        fault: fault('f'),
        place: { wire: 'pay' },
        startUs: 10,
        endUs: 30,
        end: 'mended',
        by: 'monkey',
      },
    ]);
  });

  it('go on when the fault is changed, with its new settings', () => {
    const changed = faultIs('changed', 20, { fault: fault('f', 900) });
    expect(after(faultIs('on', 10), changed)).toEqual([
      { key: 'fault f', fault: fault('f', 900), place: { wire: 'pay' }, startUs: 10 },
    ]);
  });

  it('are two when the same fault is put on again', () => {
    const twice = addBreaks([], [faultIs('on', 1), faultIs('ended', 2), faultIs('on', 3)]);
    expect(seen(twice)).toMatchObject([{ startUs: 1, endUs: 2, end: 'ended' }, { startUs: 3 }]);
    expect(new Set(twice.map(({ id }) => id)).size).toBe(2);
  });

  it('began before anything known when only their end is heard of', () => {
    expect(after(faultIs('mended', 30))).toMatchObject([{ startUs: undefined, endUs: 30, end: 'mended' }]);
    expect(after(faultIs('changed', 30))).toMatchObject([{ startUs: undefined }]);
  });

  it('are also replicas and brokers that are down, until they are up again', () => {
    const note = 'It was killed. It is down.';
    const events = [
      serviceIs('down', 10, { note }),
      serviceIs('down', 11, { replica: 1, note }),
      serviceIs('starting', 20),
      serviceIs('up', 25),
      event({ type: 'brokerChanged', broker: 'redis', state: 'down', atUs: 12 }),
      event({ type: 'brokerChanged', broker: 'redis', state: 'down', atUs: 13, note: 'again' }),
      event({ type: 'brokerChanged', broker: 'redis', state: 'up', atUs: 40 }),
    ];
    expect(after(...events)).toEqual([
      { key: 'service orders 0', place: { service: 'orders', replica: 0 }, startUs: 10, endUs: 25, end: 'up', note },
      { key: 'service orders 1', place: { service: 'orders', replica: 1 }, startUs: 11, note },
      { key: 'broker redis', place: { broker: 'redis' }, startUs: 12, endUs: 40, end: 'up' },
    ]);
  });

  it('are also what a fault has put down, from then until it is up again', () => {
    const events = [serviceIs('down', 5, { faults: ['f'] }), serviceIs('up', 8, { faults: ['f'] })];
    expect(after(...events)).toMatchObject([{ key: 'service orders 0', startUs: 5, endUs: 8, end: 'up' }]);
  });

  it('end with the first replica that is back when everything went down at once', () => {
    const events = [serviceIs('down', 1, { replica: undefined, note: 'The runner died.' }), serviceIs('up', 9)];
    expect(after(...events)).toMatchObject([{ key: 'service orders', startUs: 1, endUs: 9, end: 'up' }]);
  });

  it('are none when something comes up for the first time, when a fault acts, or when a wire changes', () => {
    const before: Break[] = [];
    const events = [
      serviceIs('up', 1),
      serviceIs('down', 2, { faults: ['f'], listener: 'tcp' }),
      event({ type: 'wireChanged', wire: 'pay', state: 'disconnected', atUs: 3 }),
      event({ type: 'serviceChanged', state: 'down', atUs: 4, note: 'Something failed unseen.' }),
      event({ type: 'brokerChanged', broker: 'redis', state: 'up', atUs: 5 }),
    ];
    expect(addBreaks(before, events)).toEqual([]);
    expect(addBreaks(before, [event({ type: 'wireChanged', state: 'closed', atUs: 3 })])).toBe(before);
  });

  it('make room when there are hundreds, those that are over first', () => {
    const many = Array.from({ length: 400 }, (_, index) => {
      const one = { fault: fault(`f${index}`) };
      return index === 0 ? [faultIs('on', 0, one)] : [faultIs('on', index, one), faultIs('mended', index, one)];
    }).flat();
    const breaks = addBreaks([], many);
    expect(breaks).toHaveLength(300);
    expect(breaks[0]?.key).toBe('fault f0');
    expect(breaks.at(-1)?.key).toBe('fault f399');
  });
});
