import type { Policies, PolicyKind } from '#shared/policies/policies.ts';
import type { MakePolicy, Policy } from './policy.ts';
import { timeoutPolicy } from './timeout.ts';

/** Every kind of policy: the closed list, outside in. */
const makers = {
  timeout: timeoutPolicy,
} satisfies { [K in PolicyKind]: MakePolicy<K> };

/** One policy that does what all the settings of a wire say, in the order of the list. */
export function makePolicies(settings: Policies = {}): Policy {
  const kinds = Object.keys(makers) as PolicyKind[];
  const chosen = kinds.flatMap((kind) => {
    const own = settings[kind];
    return own === undefined ? [] : [makers[kind](own)];
  });
  // Applied from the inside: the last of the list stands next to the message.
  return (source$, call) => chosen.reduceRight((inner$, policy) => policy(inner$, call), source$);
}
