import { IconLifebuoy } from '@tabler/icons-react';
import { fallbackPolicySchema } from '#shared/policies/fallback.ts';
import { useProblemAt } from '../problems/useProblems.ts';
import { ExpressionField } from '../ui/ExpressionField.tsx';
import type { NameInScope } from '../ui/nameInScope.ts';
import { validateWith } from '../ui/validateWith.ts';
import { plain, type PolicyFormProps, type PolicyLook } from './look.ts';

const checkValue = validateWith(fallbackPolicySchema.shape.value);
const names: readonly NameInScope[] = [
  { name: 'data', detail: 'what was sent' },
  { name: 'error', detail: 'what went wrong', members: ['name', 'message', 'status'] },
];

function FallbackForm({ policy, at, onChange }: PolicyFormProps<'fallback'>) {
  return (
    <ExpressionField
      label="value instead of the error"
      value={policy.value}
      names={names}
      validate={checkValue}
      problem={useProblemAt(`${at}.value`)}
      onCommit={(value) => onChange({ value })}
    />
  );
}

export const fallbackLook: PolicyLook<'fallback'> = {
  label: 'Fallback',
  explain: 'Gives the caller this value instead of an error. Requests only: an event has no value to give.',
  icon: IconLifebuoy,
  create: () => ({ value: '{ cached: true }' }),
  badge: () => plain('FALLBACK'),
  Form: FallbackForm,
};
