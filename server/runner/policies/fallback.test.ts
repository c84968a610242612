import { lastValueFrom, of, throwError, toArray } from 'rxjs';
import { expect, it } from 'vitest';
import { policyCall, wired } from './testing.ts';
import { WirePolicies } from './wirePolicies.ts';

const failing = throwError(() => ({ status: 503, message: 'Closed' }));

it('gives a value made from what was sent and what went wrong, and tells so', async () => {
  const call = policyCall({ data: { id: 7 } });
  const policy = wired({ fallback: { value: '({ id: data.id, why: error.message })' } });
  const value = { id: 7, why: 'Closed' };
  expect(await lastValueFrom(policy(failing, call))).toEqual(value);
  const error = { status: 503, message: 'Closed' };
  const note = 'The caller got this value instead of the error.';
  expect(call.reported).toEqual([['fellBack', { data: value, error, note }]]);
});

it('leaves values and events alone', async () => {
  const policy = wired({ fallback: { value: '1' } });
  expect(await lastValueFrom(policy(of('a', 'b'), policyCall()).pipe(toArray()))).toEqual(['a', 'b']);
  await expect(lastValueFrom(policy(failing, policyCall({ isEvent: true })))).rejects.toEqual({
    status: 503,
    message: 'Closed',
  });
});

it('says which expression it cannot read, and fails with the same words', async () => {
  const policies = new WirePolicies({ random: () => 0, nowMs: () => 0 });
  policies.retune({ fallback: { value: '1 +' } });
  expect(policies.mistake).toMatchObject({ kind: 'fallback', field: 'value' });
  const call$ = policies.stack.aroundCall(failing, policyCall());
  await expect(lastValueFrom(call$)).rejects.toMatchObject({ message: policies.mistake?.message });
});

it('lets a call that is under way have its fallback when the policy is taken away', async () => {
  const policies = new WirePolicies({ random: () => 0, nowMs: () => 0 });
  policies.retune({ fallback: { value: '[1, 2].map((n) => n * 2)' } });
  const value = lastValueFrom(policies.stack.aroundCall(failing, policyCall()));
  policies.close();
  expect(await value).toEqual([2, 4]);
});
