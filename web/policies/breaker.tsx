import { IconCircuitSwitchOpen } from '@tabler/icons-react';
import { breakerPolicySchema } from '#shared/policies/breaker.ts';
import { durationText } from '../ui/durationText.ts';
import { inSeconds, plain, type PolicyLook } from './look.ts';
import { numbersForm } from './numbersForm.tsx';

const { failures, halfOpenAfterMs } = breakerPolicySchema.shape;

export const breakerLook: PolicyLook<'breaker'> = {
  label: 'Circuit breaker',
  explain: 'After so many failures in a row calls fail at once, until one probe, let through after a while, gets well.',
  icon: IconCircuitSwitchOpen,
  create: () => ({ failures: 3, halfOpenAfterMs: 5000 }),
  badge: (policy, { breaker }) => {
    if (breaker?.state === 'open') return { text: `OPEN${inSeconds(breaker.halfOpensInMs)}`, tone: 'bad' };
    if (breaker?.state === 'halfOpen') return { text: 'HALF-OPEN', tone: 'warn' };
    const failures = breaker?.failures ?? 0;
    return failures === 0
      ? plain(`BREAKER ${policy.failures}`)
      : { text: `BREAKER ${failures}/${policy.failures}`, tone: 'busy' };
  },
  live: (policy, { breaker }) => {
    if (breaker?.state === 'open') {
      return `Open: calls fail at once. Half-open in ${durationText(breaker.halfOpensInMs ?? 0)}.`;
    }
    if (breaker?.state === 'halfOpen') return 'Half-open: the next call is the probe that closes it or opens it again.';
    return breaker && `Closed, ${breaker.failures} of ${policy.failures} failures in a row.`;
  },
  Form: numbersForm<'breaker'>([
    { field: 'failures', label: 'failures in a row', schema: failures },
    { field: 'halfOpenAfterMs', label: 'open for, ms', step: 500, schema: halfOpenAfterMs },
  ]),
};
