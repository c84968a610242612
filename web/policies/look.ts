import type { Icon } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Policies, PolicyKind } from '#shared/policies/policies.ts';

export type PolicyOf<K extends PolicyKind> = NonNullable<Policies[K]>;

export interface PolicyFormProps<K extends PolicyKind> {
  policy: PolicyOf<K>;
  /** Dotted path of the policy, as in `Problem.at`. */
  at: string;
  onChange: (policy: PolicyOf<K>) => void;
}

/** How one policy of a wire looks: its words, its form, its badge on the wire. */
export interface PolicyLook<K extends PolicyKind> {
  label: string;
  explain: string;
  icon: Icon;
  create: () => PolicyOf<K>;
  /** `1 s` */
  badge: (policy: PolicyOf<K>) => string;
  /** Not there when being on is all there is to set. */
  Form: ComponentType<PolicyFormProps<K>> | undefined;
}

export type PolicyLooks = { [K in PolicyKind]-?: PolicyLook<K> };
