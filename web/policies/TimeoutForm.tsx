import { timeoutPolicySchema } from '#shared/policies/timeout.ts';
import { useProblemAt } from '../problems/useProblems.ts';
import { TextField } from '../ui/TextField.tsx';
import type { PolicyFormProps } from './look.ts';

/** After how long the caller gives up. */
export function TimeoutForm({ policy, at, onChange }: PolicyFormProps<'timeout'>) {
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
