import { fallbackPolicySchema } from '#shared/policies/fallback.ts';
import { useProblemAt } from '../problems/useProblems.ts';
import { ExpressionField } from '../ui/ExpressionField.tsx';
import type { NameInScope } from '../ui/nameInScope.ts';
import { validateWith } from '../ui/validateWith.ts';
import type { PolicyFormProps } from './look.ts';

const checkValue = validateWith(fallbackPolicySchema.shape.value);
const names: readonly NameInScope[] = [
  { name: 'data', detail: 'what was sent' },
  { name: 'error', detail: 'what went wrong', members: ['name', 'message', 'status'] },
];

/** What the caller gets instead of an error. */
export function FallbackForm({ policy, at, onChange }: PolicyFormProps<'fallback'>) {
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
