import { defer, throwError } from 'rxjs';
import type { MakePolicy } from './policy.ts';
import { RateLimitedError } from './refusals.ts';

/** A token bucket: full at first, filled up evenly, and each call takes one token or fails at once. */
export const ratePolicy: MakePolicy<'rate'> = ({ perSecond, burst }, { nowMs }) => {
  let tokens = burst;
  let filledAtMs = nowMs();
  const take = (): boolean => {
    const now = nowMs();
    tokens = Math.min(burst, tokens + ((now - filledAtMs) / 1000) * perSecond);
    filledAtMs = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
  return {
    around: (source$, { report }) =>
      defer(() => {
        if (take()) return source$;
        const message = `Rate limit exceeded (${perSecond} per second, ${burst} at once)`;
        report('rejected', { policy: 'rate', note: `${message}: it was not sent.` });
        return throwError(() => new RateLimitedError(message));
      }),
  };
};
