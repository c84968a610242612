import type { Policies, PolicyKind } from '#shared/policies/policies.ts';
import { policyLooks } from './index.ts';

/** What a wire's policies say on its label: `1 s`. */
export function policyBadges(policies: Policies): string[] {
  return (Object.keys(policyLooks) as PolicyKind[]).flatMap((kind) => {
    const policy = policies[kind];
    // TypeScript cannot see that the look found under a kind takes the policy of that very kind.
    const badge = policyLooks[kind].badge as (policy: NonNullable<Policies[PolicyKind]>) => string;
    return policy === undefined ? [] : [badge(policy)];
  });
}
