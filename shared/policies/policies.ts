import { z } from 'zod';
import { breakerPolicySchema } from './breaker.ts';
import { bulkheadPolicySchema } from './bulkhead.ts';
import { deadLetterPolicySchema } from './deadLetter.ts';
import { fallbackPolicySchema } from './fallback.ts';
import { hedgePolicySchema } from './hedge.ts';
import { idempotencyPolicySchema } from './idempotency.ts';
import { ratePolicySchema } from './rate.ts';
import { retryPolicySchema } from './retry.ts';
import { timeoutPolicySchema } from './timeout.ts';

/** What a wire does around each call, outside in: the order in which the calls pass through them is always this one. */
export const policiesSchema = z.strictObject({
  fallback: fallbackPolicySchema.optional(),
  deadLetter: deadLetterPolicySchema.optional(),
  retry: retryPolicySchema.optional(),
  breaker: breakerPolicySchema.optional(),
  bulkhead: bulkheadPolicySchema.optional(),
  rate: ratePolicySchema.optional(),
  hedge: hedgePolicySchema.optional(),
  timeout: timeoutPolicySchema.optional(),
  idempotency: idempotencyPolicySchema.optional(),
});
export type Policies = z.infer<typeof policiesSchema>;
export type PolicyKind = keyof Policies;

/** Every kind, outside in. */
export const policyKinds = Object.keys(policiesSchema.shape) as PolicyKind[];
