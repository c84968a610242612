import { IconRepeat } from '@tabler/icons-react';
import { retryPolicySchema } from '#shared/policies/retry.ts';
import { durationText } from '../ui/durationText.ts';
import { inSeconds, plain, type PolicyLook } from './look.ts';
import { numbersForm } from './numbersForm.tsx';

const { attempts, initialMs, maxMs } = retryPolicySchema.shape;

export const retryLook: PolicyLook<'retry'> = {
  label: 'Retry',
  explain:
    'Sends again what failed, after a back-off that doubles each time. Silence is no failure: add a timeout to retry that too.',
  icon: IconRepeat,
  create: () => ({ attempts: 3, initialMs: 100, maxMs: 2000 }),
  badge: (policy, { retry }) =>
    retry === undefined
      ? plain(`RETRY ${policy.attempts}`)
      : { text: `RETRY ${retry.attempt}/${retry.attempts}${inSeconds(retry.inMs)}`, tone: 'warn' },
  live: (_policy, { retry }) =>
    retry &&
    `Attempt ${retry.attempt} of ${retry.attempts} ${retry.inMs === undefined ? 'is under way' : `in ${durationText(retry.inMs)}`}.`,
  Form: numbersForm<'retry'>(
    [
      { field: 'attempts', label: 'attempts altogether', schema: attempts },
      { field: 'initialMs', label: 'first back-off, ms', step: 50, schema: initialMs },
      { field: 'maxMs', label: 'back-off at most, ms', step: 50, schema: maxMs },
    ],
    (policy, changed) =>
      changed === 'maxMs'
        ? { ...policy, initialMs: Math.min(policy.initialMs, policy.maxMs) }
        : { ...policy, maxMs: Math.max(policy.initialMs, policy.maxMs) },
  ),
};
