import { BrokenCircuitError } from 'cockatiel';
import { firstValueFrom, lastValueFrom, NEVER, of, throwError, type Observable } from 'rxjs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RateLimitedError } from './refusals.ts';
import { policyCall, wired } from './testing.ts';

// cockatiel reads the time from Date and from nowhere else.
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: 0 }));
afterEach(() => vi.useRealTimers());

function breaker(failures = 2, halfOpenAfterMs = 1000) {
  const call = policyCall();
  const policy = wired({ breaker: { failures, halfOpenAfterMs } });
  const ask = (source$: Observable<unknown>): Promise<unknown> =>
    lastValueFrom(policy(source$, call)).catch((error: unknown) =>
      error instanceof BrokenCircuitError ? 'open' : error,
    );
  /** What was reported since it was last asked: states and counts, or the policy that refused. */
  const told = (): string[] =>
    call.reported.splice(0).map((report) => {
      const [, { breaker, policy: by }] = report as [
        string,
        { breaker?: { state: string; failures: number }; policy?: string },
      ];
      return breaker === undefined ? `refused by ${by}` : `${breaker.state} ${breaker.failures}`;
    });
  return { ask, told, policy, call };
}
const works = of('ok');
const fails = throwError(() => 'no');

it('opens after failures in a row, half-opens after its time, and closes when the probe gets well', async () => {
  const { ask, told } = breaker();
  expect([await ask(fails), await ask(works), await ask(fails), await ask(fails)]).toEqual(['no', 'ok', 'no', 'no']);
  expect(told()).toEqual(['closed 1', 'closed 0', 'closed 1', 'open 2']);
  expect([await ask(works), told()]).toEqual(['open', ['refused by breaker']]);
  vi.setSystemTime(999);
  expect([await ask(works), told()]).toEqual(['open', ['refused by breaker']]);
  vi.setSystemTime(1000);
  expect([await ask(works), told()]).toEqual(['ok', ['halfOpen 2', 'closed 0']]);
  expect([await ask(works), told()]).toEqual(['ok', []]);
});

it('opens again when the probe fails, and lets one probe through at a time', async () => {
  const { ask, told } = breaker();
  await Promise.all([ask(fails), ask(fails)]);
  told();
  vi.setSystemTime(1000);
  expect(await Promise.all([ask(fails), ask(works)])).toEqual(['no', 'open']);
  expect(told()).toEqual(['halfOpen 2', 'open 2', 'refused by breaker']);
});

it('takes leaving after a first value for a success, and leaving before it for nothing', async () => {
  const { ask, told, policy, call } = breaker(1);
  for (let count = 0; count < 5; count += 1) expect(await firstValueFrom(policy(of('a', 'b'), call))).toBe('a');
  policy(NEVER, call).subscribe().unsubscribe();
  expect([await ask(works), told()]).toEqual(['ok', []]);
});

it('does not count refusals and answers that call the request wrong', async () => {
  const { ask, told } = breaker(1);
  await ask(throwError(() => new RateLimitedError('no token')));
  await ask(throwError(() => ({ status: 404, message: 'Nobody' })));
  expect([await ask(works), told()]).toEqual(['ok', []]);
});

it('stays open when nobody waits for the probe, and closes on an answer that calls the request wrong', async () => {
  const { ask, told, policy, call } = breaker(1);
  await ask(fails);
  told();
  vi.setSystemTime(1000);
  policy(NEVER, call).subscribe().unsubscribe();
  expect(await ask(works)).toBe('open');
  vi.setSystemTime(2000);
  expect(await ask(throwError(() => ({ status: 404 })))).toEqual({ status: 404 });
  expect(told().at(-1)).toBe('closed 0');
});
