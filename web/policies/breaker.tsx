import { IconCircuitSwitchOpen } from '@tabler/icons-react';
import { breakerPolicySchema } from '#shared/policies/breaker.ts';
import type { PolicyLook } from './look.ts';
import { numbersForm } from './numbersForm.tsx';

const { failures, halfOpenAfterMs } = breakerPolicySchema.shape;

export const breakerLook: PolicyLook<'breaker'> = {
  label: 'Circuit breaker',
  explain: 'After so many failures in a row calls fail at once, until one probe, let through after a while, gets well.',
  icon: IconCircuitSwitchOpen,
  create: () => ({ failures: 3, halfOpenAfterMs: 5000 }),
  badge: (policy) => `BREAKER ${policy.failures}`,
  Form: numbersForm<'breaker'>([
    { field: 'failures', label: 'failures in a row that open it', schema: failures },
    { field: 'halfOpenAfterMs', label: 'open for, ms', step: 500, schema: halfOpenAfterMs },
  ]),
};
