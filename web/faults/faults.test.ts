import { describe, expect, it } from 'vitest';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import { faultSchema, type Fault } from '#shared/faults/fault.ts';
import { faultBadge, lookOf } from './faultBadge.ts';
import { faultKinds } from './offered.ts';
import { faultsOnTarget } from './onTarget.ts';

describe('how faults look', () => {
  it.each(faultKinds)('a new %s fault is one that the format accepts as it is', (kind) => {
    const fault = lookOf(kind).create({ id: 'f', target: { service: 'orders' } });
    expect(faultSchema.parse(fault)).toEqual(fault);
  });

  it('says the share of messages only when it is not all of them', () => {
    const fault = lookOf('throw_rpc').create({ id: 'f', target: { service: 'orders' } });
    expect([faultBadge(fault), faultBadge({ ...fault, rate: 0.3 })]).toEqual(['RPC', 'RPC 30 %']);
  });
});

describe('faultsOnTarget', () => {
  const onHandler = (id: string, target: Fault['target']) => ({ ...lookOf('slow').create({ id, target }) });

  it('finds a handler however it is spelled, and leaves out other targets', () => {
    const faults = [
      onHandler('dotted', { handler: 'gateway.createOrder' }),
      onHandler('apart', { handler: 'createOrder', service: 'gateway' }),
      onHandler('other', { handler: 'gateway.getUser' }),
      onHandler('service', { service: 'gateway' }),
      onHandler('replica', { handler: 'gateway.createOrder', replica: 0 }),
      onHandler('gone', { handler: 'gateway.gone' }),
    ];
    const found = faultsOnTarget(orderSaga, faults, { handler: 'gateway.createOrder' });
    expect(found.map(({ id }) => id)).toEqual(['dotted', 'apart']);
  });
});
