import { describe, expect, it } from 'vitest';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import type { Fault, FaultKind, FaultTarget } from '#shared/faults/fault.ts';
import { emptyBook } from '../trace/traceBook.ts';
import { commonOf } from './commonOf.ts';
import { lookOf } from './faultBadge.ts';
import { clockText, hitsText, shortHits } from './live.ts';
import { matchScope } from './matchScope.ts';
import { faultKinds, offeredAt } from './offered.ts';
import { setOn } from './setOn.ts';
import { faultSorts } from './sorts.ts';

const make = (kind: FaultKind, target: FaultTarget): Fault => lookOf(kind).create({ id: 'f', target });

describe('what is offered', () => {
  const titles = (target: FaultTarget): string[] => offeredAt(orderSaga, target).map(({ sort }) => sort.title);

  it('every kind of fault belongs to one sort', () => {
    expect(faultSorts.flatMap(({ kinds }) => kinds).toSorted()).toEqual(faultKinds.toSorted());
  });

  it('is what can act there, and nothing else', () => {
    const at = (target: FaultTarget): FaultKind[] => offeredAt(orderSaga, target).flatMap(({ kinds }) => kinds);
    const [wire, handler] = [at({ wire: 'orders' }), at({ handler: 'orders.create' })];
    const of = (kinds: FaultKind[]): boolean[] =>
      (['latency', 'drop', 'slow'] as const).map((one) => kinds.includes(one));
    expect({ wire: of(wire), handler: of(handler), gone: at({ wire: 'gone' }) }).toEqual({
      wire: [true, true, false],
      handler: [false, false, true],
      gone: [],
    });
  });

  it('leaves message faults out where only HTTP comes in', () => {
    expect(titles({ service: 'gateway' })).not.toContain('Messages');
    expect(titles({ service: 'gateway' })).toContain('Connection');
  });
});

describe('common settings', () => {
  it('are those that mean something for the kind', () => {
    const of = (kind: FaultKind, target: FaultTarget): string[] => commonOf(orderSaga, make(kind, target));
    expect({
      latency: of('latency', { wire: 'orders' }),
      down: of('down', { wire: 'orders' }),
      drop: of('drop', { wire: 'orders' }),
      wrongPattern: of('wrong_pattern', { wire: 'orders' }),
      throwError: of('throw_error', { handler: 'orders.create' }),
      oneLegOnly: of('never_reply', { handler: 'orders.create' }),
    }).toEqual({
      latency: ['rate', 'count', 'forMs', 'leg', 'seed'],
      down: ['rate', 'count', 'forMs', 'seed'],
      drop: ['rate', 'count', 'forMs', 'match', 'leg', 'seed'],
      wrongPattern: ['rate', 'count', 'forMs', 'match', 'seed'],
      throwError: ['rate', 'count', 'forMs', 'match', 'leg', 'seed'],
      oneLegOnly: ['rate', 'count', 'forMs', 'match', 'seed'],
    });
  });

  it('are set one by one, and left out again', () => {
    const fault = make('drop', { wire: 'orders' });
    expect(setOn(fault, 'count', 3)).toEqual({ ...fault, count: 3 });
    expect(setOn(setOn(fault, 'count', 3), 'count', undefined)).toEqual(fault);
  });
});

describe('what match may name', () => {
  const names = (target: FaultTarget): string[] =>
    matchScope(orderSaga, emptyBook, target)
      .map(({ name }) => name)
      .toSorted();

  it('is what such a message has', () => {
    expect({
      wire: names({ wire: 'orders' }),
      http: names({ handler: 'gateway.createOrder' }),
      message: names({ handler: 'orders.create' }),
    }).toEqual({
      wire: ['data', 'error', 'meta', 'pattern', 'random'],
      http: ['body', 'headers', 'meta', 'params', 'pattern', 'query', 'random'],
      message: ['data', 'meta', 'pattern', 'random'],
    });
  });
});

describe('live texts', () => {
  const fault = make('drop', { wire: 'orders' });

  it('count seconds down, always as wide', () => {
    expect([65_000, 9400, 1, 0, -5].map(clockText)).toEqual(['1:05', '0:10', '0:01', '0:00', '0:00']);
  });

  it('say how often of how often', () => {
    const counted = { ...fault, count: 10 };
    expect([hitsText(0, fault), hitsText(1, fault), hitsText(3, counted)]).toEqual(['0 hits', '1 hit', '3 of 10 hits']);
    expect([0, 3, 12_345].map((hits) => shortHits(hits, fault))).toEqual([undefined, '×3', '×12k']);
    expect(shortHits(0, counted)).toBe('0/10');
  });
});
