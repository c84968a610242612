import { Suspense, useId, type ComponentType } from 'react';
import type { Icon } from '@tabler/icons-react';
import type { Policies, PolicyKind } from '#shared/policies/policies.ts';
import { useProblemAt } from '../../problems/useProblems.ts';
import { policyLooks } from '../../policies/index.ts';
import type { PolicyFormProps, PolicyNews } from '../../policies/look.ts';
import { usePolicyNews } from '../../policies/usePolicyNews.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Toggle } from '../../ui/Toggle.tsx';
import { change } from '../change.ts';
import classes from './PolicyList.module.css';

interface PolicyListProps {
  id: string;
  policies: Policies | undefined;
}

const kinds = Object.keys(policyLooks) as PolicyKind[];

const noPolicies: Policies = {};

/** What the wire does around each call: one switch per policy, its settings while it is on. */
export function PolicyList({ id, policies = noPolicies }: PolicyListProps) {
  const news = usePolicyNews(id, policies);
  const put = (changed: Policies): void => {
    const left = Object.values(changed).some((policy) => policy !== undefined);
    change({ edit: 'set', part: 'wires', id, field: 'policies', ...(left ? { value: changed } : {}) });
  };
  return (
    <div className={classes.list}>
      {kinds.map((kind) => (
        <PolicyCard
          key={kind}
          kind={kind}
          at={`wires.${id}.policies.${kind}`}
          policy={policies[kind]}
          news={news}
          onChange={(policy) => {
            const { [kind]: _old, ...others } = policies;
            put(policy === undefined ? others : { ...others, [kind]: policy });
          }}
        />
      ))}
    </div>
  );
}

type AnyPolicy = NonNullable<Policies[PolicyKind]>;

/** A look of which only is known that it is one of them. */
interface AnyPolicyLook {
  label: string;
  explain: string;
  icon: Icon;
  create: () => AnyPolicy;
  live?: (policy: AnyPolicy, news: PolicyNews) => string | undefined;
  Form: ComponentType<PolicyFormProps<PolicyKind>> | undefined;
}

interface PolicyCardProps {
  kind: PolicyKind;
  at: string;
  policy: AnyPolicy | undefined;
  news: PolicyNews;
  onChange: (policy: AnyPolicy | undefined) => void;
}

function PolicyCard({ kind, at, policy, news, onChange }: PolicyCardProps) {
  const look = policyLooks[kind] as AnyPolicyLook;
  const switchId = useId();
  const problem = useProblemAt(at);
  const live = policy === undefined ? undefined : look.live?.(policy, news);
  return (
    <section className={classes.card} data-on={policy !== undefined || undefined} aria-label={look.label}>
      <div className={classes.head}>
        <look.icon size={16} className={classes.icon} />
        <label className={classes.label} htmlFor={switchId}>
          {look.label}
        </label>
        <Toggle
          id={switchId}
          checked={policy !== undefined}
          describedBy={`${switchId}-explain`}
          onChange={() => onChange(policy === undefined ? look.create() : undefined)}
        />
      </div>
      <div id={`${switchId}-explain`} className={classes.explain}>
        {look.explain}
      </div>
      {policy !== undefined && look.Form !== undefined && (
        <div className={classes.settings}>
          <Suspense>
            <look.Form policy={policy} at={at} onChange={onChange} />
          </Suspense>
        </div>
      )}
      {live !== undefined && <div className={classes.live}>{live}</div>}
      {problem !== undefined && <ProblemNote problem={problem} />}
    </section>
  );
}
