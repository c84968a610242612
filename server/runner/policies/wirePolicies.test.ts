import { lastValueFrom, of, throwError } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { expect, it } from 'vitest';
import { policiesSchema } from '#shared/policies/policies.ts';
import { aroundKinds } from './index.ts';
import { attempts, policyCall, wired } from './testing.ts';
import { WirePolicies } from './wirePolicies.ts';

const fails = () => throwError(() => 'no');

it('stands around a call in the order of the format, whatever the order of the settings', () => {
  expect([...aroundKinds, 'idempotency']).toEqual(Object.keys(policiesSchema.shape));
});

it('dead-letters after the retries and before the fallback', async () => {
  const call = policyCall({ data: { id: 1 } });
  const policy = wired({
    fallback: { value: '"instead"' },
    deadLetter: {},
    retry: { attempts: 2, initialMs: 1, maxMs: 1 },
  });
  expect(await lastValueFrom(policy(attempts(fails), call))).toBe('instead');
  expect(call.reported).toMatchObject([
    ['retried', { attempt: 2 }],
    ['deadLettered', { data: { id: 1 }, error: 'no' }],
    ['fellBack', { data: 'instead' }],
  ]);
});

it('gives each attempt a timeout of its own', () => {
  const call = policyCall();
  new TestScheduler(() => undefined).run(({ flush, cold }) => {
    const settings = { retry: { attempts: 2, initialMs: 10, maxMs: 10 }, timeout: { ms: 100 } };
    wired(settings)(cold('500ms a'), call).subscribe({ error: () => undefined });
    flush();
  });
  expect(call.reported.map((report) => (report as [string])[0])).toEqual(['timedOut', 'retried', 'timedOut']);
});

it('keeps what a policy knows while other policies change, and forgets it with its own settings', async () => {
  const policies = new WirePolicies({ random: () => 1, nowMs: () => 0 });
  const ask = () =>
    lastValueFrom(policies.stack.aroundCall(of('ok'), policyCall())).catch((error: Error) => error.name);
  const rate = { perSecond: 1, burst: 1 };
  policies.retune({ rate });
  expect([await ask(), await ask()]).toEqual(['ok', 'RateLimitedError']);
  expect(policies.retune({ rate: { ...rate }, timeout: { ms: 5 }, idempotency: true })).toEqual([]);
  expect(await ask()).toBe('RateLimitedError');
  expect(policies.retune({ rate: { ...rate, burst: 2 } })).toEqual(['rate']);
  expect(await ask()).toBe('ok');
  expect(policies.retune({})).toEqual(['rate']);
});

it('ends every back-off with the wire, with the error of the last attempt', async () => {
  const policies = new WirePolicies({ random: () => 1, nowMs: () => 0 });
  policies.retune({ retry: { attempts: 3, initialMs: 600_000, maxMs: 600_000 } });
  const source$ = attempts(fails);
  const calling = lastValueFrom(policies.stack.aroundCall(source$, policyCall()));
  policies.close();
  await expect(calling).rejects.toBe('no');
  expect(source$.count()).toBe(1);
});

it('knows when a call may send its message more than once', () => {
  const policies = new WirePolicies({ random: () => 1, nowMs: () => 0 });
  const stackOf = (...settings: Parameters<WirePolicies['retune']>) => {
    policies.retune(...settings);
    const { sendsAgain, attempts: made, timeoutMs, isIdempotent } = policies.stack;
    return { sendsAgain, attempts: made, timeoutMs, isIdempotent };
  };
  expect(stackOf({ timeout: { ms: 5 } })).toEqual({
    sendsAgain: false,
    attempts: 1,
    timeoutMs: 5,
    isIdempotent: false,
  });
  expect(stackOf({ hedge: { afterMs: 5 }, idempotency: true })).toMatchObject({ sendsAgain: true, isIdempotent: true });
  expect(stackOf({ retry: { attempts: 4, initialMs: 1, maxMs: 1 } })).toMatchObject({ sendsAgain: true, attempts: 4 });
});
