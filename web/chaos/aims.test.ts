import { describe, expect, it } from 'vitest';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import { orList } from '#shared/orList.ts';
import { aimsFor, refusalOf, type Aim } from './aims.ts';
import { targetWords } from './targetWords.ts';
import { nextAim } from './useAimByKeys.ts';

const possible = (aims: readonly Aim[]): string[] =>
  aims.filter(({ refusal }) => refusal === undefined).map(({ name, what }) => `${name}: ${what}`);

describe('what a fault in the hand could hit', () => {
  it('is everything that the kind acts on, wires before services before brokers', () => {
    const names = possible(aimsFor(orderSaga, 'latency'));
    expect(names.slice(0, 2)).toEqual(['ORDERS: wire, api-gateway → orders', 'USERS: wire, api-gateway → users']);
    expect(names).toContain('api-gateway · web: listener of api-gateway, http');
    expect(names.at(-1)).toBe('redis: broker');
    expect(names.some((name) => name.includes('handler'))).toBe(false);
  });

  it('says of the rest why not', () => {
    const refusals = new Map(aimsFor(orderSaga, 'drop').map(({ name, refusal }) => [name, refusal]));
    expect(refusals.get('POST /orders')).toBe('It acts on a wire, listener, service or broker.');
    expect(refusals.get('api-gateway')).toBe('Nothing comes in here that it could act on.');
    expect(refusals.get('orders')).toBe(undefined);
  });

  it('knows a service as the way to its handlers, and what is no part of the system', () => {
    expect(refusalOf(orderSaga, 'throw_error', { kind: 'wire', id: 'orders' })).toBe(
      'It acts on a handler or service.',
    );
    expect(refusalOf(orderSaga, 'throw_error', { kind: 'service', id: 'orders' })).toBe(undefined);
    expect(refusalOf(orderSaga, 'throw_error', { kind: 'external', id: 'x' })).toBe(
      'Nothing can be broken on an external.',
    );
  });

  it('is put into words', () => {
    expect(orList(targetWords('latency'))).toBe('wire, listener, service or broker');
  });
});

describe('taking aim by keys', () => {
  const aims = aimsFor(orderSaga, 'throw_error').filter(({ refusal }) => refusal === undefined);
  const press = (key: string, at?: number, shiftKey = false): number =>
    aims.findIndex((one) => one === nextAim({ key, shiftKey }, aims, at === undefined ? undefined : aims[at]));

  it('goes round by arrows and Tab, to the ends, and to a name by its letter', () => {
    const last = aims.length - 1;
    expect([press('ArrowDown'), press('ArrowUp'), press('ArrowDown', 0), press('Tab', last)]).toEqual([0, last, 1, 0]);
    expect([press('Tab', 0, true), press('Home', 3), press('End', 3)]).toEqual([last, 0, last]);
    const byLetter = nextAim({ key: 'P', shiftKey: false }, aims, aims[0]);
    expect(byLetter?.name.toLowerCase().startsWith('p')).toBe(true);
    expect(nextAim({ key: 'F5', shiftKey: false }, aims, aims[0])).toBe(undefined);
  });
});
