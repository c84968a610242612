import type { Icon } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Policies, PolicyKind } from '#shared/policies/policies.ts';
import type { WireState } from './wireState.ts';

export type PolicyOf<K extends PolicyKind> = NonNullable<Policies[K]>;

export interface PolicyFormProps<K extends PolicyKind> {
  policy: PolicyOf<K>;
  /** Dotted path of the policy, as in `Problem.at`. */
  at: string;
  onChange: (policy: PolicyOf<K>) => void;
}

/** `plain`: nothing is the matter; `busy`: it is at work; `warn` and `bad`: calls suffer. */
export type BadgeTone = 'plain' | 'busy' | 'warn' | 'bad';

export interface PolicyBadge {
  /** In a few letters; it is also all that says what the tone means. */
  text: string;
  tone: BadgeTone;
}

/** What a badge may tell of: the calls of the moment, and what is kept. */
export interface PolicyNews extends WireState {
  deadLetters: number;
}

/** How one policy of a wire looks: its words, its form, its badge on the wire. */
export interface PolicyLook<K extends PolicyKind> {
  label: string;
  explain: string;
  icon: Icon;
  create: () => PolicyOf<K>;
  /** `1 s`, or what it is doing just now: `RETRY 2/3`. */
  badge: (policy: PolicyOf<K>, news: PolicyNews) => PolicyBadge;
  /** A sentence on what it is doing just now. */
  live?: (policy: PolicyOf<K>, news: PolicyNews) => string | undefined;
  /** Not there when being on is all there is to set. */
  Form: ComponentType<PolicyFormProps<K>> | undefined;
}

export type PolicyLooks = { [K in PolicyKind]-?: PolicyLook<K> };

export const plain = (text: string): PolicyBadge => ({ text, tone: 'plain' });

/** ` 3 s` behind what is counted down, in whole seconds: a label that changed any oftener would never stand still. */
export const inSeconds = (ms: number | undefined): string =>
  ms === undefined || ms < 1000 ? '' : ` ${Math.ceil(ms / 1000)} s`;
