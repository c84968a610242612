import { describe, expect, it } from 'vitest';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import type { Fault } from '#shared/faults/fault.ts';
import type { Break } from '../../trace/breaks.ts';
import { itemOf, shortWords, whatWasBroken, whenWasBroken } from './breakWords.ts';
import { knownBreaks, type BrokenNow } from './knownBreaks.ts';

const latency: Fault = {
  id: 'slow',
  kind: 'latency',
  latencyMs: 900,
  jitterMs: 0,
  target: { wire: 'payments' },
  leg: 'both',
  rate: 1,
};
const fault: Break = { id: 'fault slow 4', key: 'fault slow', fault: latency, place: { wire: 'payments' }, startUs: 5 };
const down: Break = {
  id: 'service payments 0 5',
  key: 'service payments 0',
  place: { service: 'payments', replica: 0 },
  startUs: 6,
};
const now: BrokenNow = { flow: orderSaga, faults: [], status: undefined, missed: 0 };

describe('the words of a break', () => {
  it('say what was broken, and where', () => {
    expect(whatWasBroken(orderSaga, fault)).toBe('Latency +900 ms on PAYMENTS');
    expect(shortWords(orderSaga, fault)).toBe('+900 ms PAYMENTS');
    expect(whatWasBroken(orderSaga, down)).toBe('payments was down');
  });

  it('say when, as the axis of the trace counts', () => {
    expect(
      whenWasBroken({ ...fault, startUs: 800_000, endUs: 3_100_000, end: 'mended', by: 'monkey' }, 2_000_000),
    ).toBe('from −1.2 s until 1.1 s, then mended, by the monkey');
    expect(whenWasBroken({ ...fault, startUs: undefined }, 0)).toBe('from before what is known and still');
  });

  it('lead to what is drawn, and to nothing that is gone', () => {
    expect(itemOf(orderSaga, fault.place)).toEqual({ kind: 'wire', id: 'payments' });
    expect(itemOf(orderSaga, down.place)).toEqual({ kind: 'service', id: 'payments' });
    expect(itemOf(orderSaga, { service: 'payments', handler: 'process' })).toEqual({
      kind: 'handler',
      id: 'process',
      service: 'payments',
    });
    expect(itemOf(orderSaga, { service: 'gone', handler: 'process' })).toBeUndefined();
    expect(whatWasBroken({ ...orderSaga, wires: {} }, fault)).toBe('Latency +900 ms on payments');
  });
});

describe('what is known to be broken', () => {
  it('is what the events tell, however far the list of faults is ahead of them', () => {
    const told = [fault, down];
    expect(knownBreaks(told, now)).toBe(told);
    expect(knownBreaks([], { ...now, faults: [latency] })).toEqual([]);
  });

  it('is also what the server says is broken now, when this page has missed events', () => {
    const after = { ...now, missed: 3 };
    const replica = { state: 'down' as const };
    const service = { state: 'down' as const, listeners: {}, problems: [], replicas: [replica] };
    const status = {
      services: { payments: service },
      brokers: { redis: { state: 'down' as const, source: 'built-in' as const, port: 0, label: '' } },
    };
    expect(knownBreaks([], { ...after, faults: [latency], status })).toEqual([
      { id: 'fault slow now', key: 'fault slow', fault: latency, place: { wire: 'payments' }, startUs: undefined },
      {
        id: 'service payments 0 now',
        key: 'service payments 0',
        place: { service: 'payments', replica: 0 },
        startUs: undefined,
      },
      { id: 'broker redis now', key: 'broker redis', place: { broker: 'redis' }, startUs: undefined },
    ]);
    const whole: Break = { ...down, key: 'service payments', place: { service: 'payments' } };
    expect(knownBreaks([fault, whole], { ...after, faults: [latency], status: { ...status, brokers: {} } })).toEqual([
      fault,
      whole,
    ]);
  });

  it('is nothing whose end this page may have missed', () => {
    const over = { ...fault, id: 'over', endUs: 9 };
    expect(knownBreaks([over, fault], { ...now, missed: 3 })).toEqual([over]);
  });
});
