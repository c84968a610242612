import { breakerLook } from './breaker.tsx';
import { bulkheadLook } from './bulkhead.tsx';
import { deadLetterLook } from './deadLetter.tsx';
import { fallbackLook } from './fallback.tsx';
import { hedgeLook } from './hedge.tsx';
import { idempotencyLook } from './idempotency.tsx';
import type { PolicyLooks } from './look.ts';
import { rateLook } from './rate.tsx';
import { retryLook } from './retry.tsx';
import { timeoutPolicyLook } from './timeout.tsx';

/** Every policy, outside in, as the calls pass through them. */
export const policyLooks = {
  fallback: fallbackLook,
  deadLetter: deadLetterLook,
  retry: retryLook,
  breaker: breakerLook,
  bulkhead: bulkheadLook,
  rate: rateLook,
  hedge: hedgeLook,
  timeout: timeoutPolicyLook,
  idempotency: idempotencyLook,
} satisfies PolicyLooks;
