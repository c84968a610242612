import { of } from 'rxjs';
import { expect, it } from 'vitest';
import { RateLimitedError } from './refusals.ts';
import { policyCall, wired } from './testing.ts';

it('lets a burst through, refuses the next, and fills up evenly, never over the burst', () => {
  let nowMs = 1000;
  const call = policyCall();
  const policy = wired({ rate: { perSecond: 10, burst: 2 } }, { nowMs: () => nowMs });
  const outcomes: string[] = [];
  const ask = (afterMs: number): void => {
    nowMs += afterMs;
    policy(of('ok'), call).subscribe({
      next: () => outcomes.push('sent'),
      error: (error: unknown) => outcomes.push(error instanceof RateLimitedError ? error.message : 'other'),
    });
  };
  const message = 'Rate limit exceeded (10 per second, 2 at once)';
  [0, 0, 0, 99, 1, 5000, 0, 0].forEach(ask);
  expect(outcomes).toEqual(['sent', 'sent', message, message, 'sent', 'sent', 'sent', message]);
  expect(call.reported[0]).toEqual(['rejected', { policy: 'rate', note: `${message}: it was not sent.` }]);
});
