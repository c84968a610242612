import { IconClockExclamation } from '@tabler/icons-react';
import { timeoutPolicySchema } from '#shared/policies/timeout.ts';
import { useProblemAt } from '../problems/useProblems.ts';
import { TextField } from '../ui/TextField.tsx';
import { durationText } from '../ui/durationText.ts';
import { plain, type PolicyFormProps, type PolicyLook } from './look.ts';

function TimeoutForm({ policy, at, onChange }: PolicyFormProps<'timeout'>) {
  return (
    <TextField
      label="timeout, ms"
      value={String(policy.ms)}
      inputMode="numeric"
      problem={useProblemAt(`${at}.ms`)}
      validate={(text) =>
        timeoutPolicySchema.safeParse({ ms: Number(text.trim() || Number.NaN) }).success
          ? undefined
          : 'a whole number from 1 to 600000'
      }
      onCommit={(text) => onChange({ ms: Number(text) })}
    />
  );
}

export const timeoutPolicyLook: PolicyLook<'timeout'> = {
  label: 'Timeout',
  explain: 'The caller gives up after this time and gets a TimeoutError; the callee does not know and works on.',
  icon: IconClockExclamation,
  create: () => ({ ms: 1000 }),
  badge: (policy) => plain(durationText(policy.ms)),
  Form: TimeoutForm,
};
