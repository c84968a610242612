import type { Policies, PolicyKind } from '#shared/policies/policies.ts';
import { policyLooks } from './index.ts';
import type { PolicyBadge, PolicyNews } from './look.ts';

/** What a wire's policies say on its label, outside in: `RETRY 2/3`, `OPEN`, `1 s`. */
export function policyBadges(policies: Policies, news: PolicyNews): (PolicyBadge & { kind: PolicyKind })[] {
  return (Object.keys(policyLooks) as PolicyKind[]).flatMap((kind) => {
    const policy = policies[kind];
    // TypeScript cannot see that the look found under a kind takes the policy of that very kind.
    const badge = policyLooks[kind].badge as (
      policy: NonNullable<Policies[PolicyKind]>,
      news: PolicyNews,
    ) => PolicyBadge;
    return policy === undefined ? [] : [{ kind, ...badge(policy, news) }];
  });
}
