import type { Policies } from '#shared/policies/policies.ts';
import { breakerPolicy } from './breaker.ts';
import { bulkheadPolicy } from './bulkhead.ts';
import { deadLetterPolicy } from './deadLetter.ts';
import { fallbackPolicy } from './fallback.ts';
import { hedgePolicy } from './hedge.ts';
import type { AroundKind, MadePolicy, MakePolicy, PolicyContext } from './policy.ts';
import { ratePolicy } from './rate.ts';
import { retryPolicy } from './retry.ts';
import { timeoutPolicy } from './timeout.ts';

/** Every kind of policy that stands around a call: the closed list, outside in. */
const makers = {
  fallback: fallbackPolicy,
  deadLetter: deadLetterPolicy,
  retry: retryPolicy,
  breaker: breakerPolicy,
  bulkhead: bulkheadPolicy,
  rate: ratePolicy,
  hedge: hedgePolicy,
  timeout: timeoutPolicy,
} satisfies { [K in AroundKind]: MakePolicy<K> };

export const aroundKinds = Object.keys(makers) as AroundKind[];

/** @param settings of that very kind */
export function makePolicy(
  kind: AroundKind,
  settings: NonNullable<Policies[AroundKind]>,
  context: PolicyContext,
): MadePolicy {
  // TypeScript cannot see that the settings found under a kind are those of that very kind.
  const make = makers[kind] as (settings: NonNullable<Policies[AroundKind]>, context: PolicyContext) => MadePolicy;
  return make(settings, context);
}
