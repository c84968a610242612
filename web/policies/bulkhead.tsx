import { IconColumns3 } from '@tabler/icons-react';
import { bulkheadPolicySchema } from '#shared/policies/bulkhead.ts';
import type { PolicyLook } from './look.ts';
import { numbersForm } from './numbersForm.tsx';

const { limit, queue } = bulkheadPolicySchema.shape;

export const bulkheadLook: PolicyLook<'bulkhead'> = {
  label: 'Bulkhead',
  explain: 'Only so many calls of one replica at a time; a few more wait for a place, the next one fails at once.',
  icon: IconColumns3,
  create: () => ({ limit: 5, queue: 5 }),
  badge: (policy) => `MAX ${policy.limit}`,
  Form: numbersForm<'bulkhead'>([
    { field: 'limit', label: 'calls at a time', schema: limit },
    { field: 'queue', label: 'calls that may wait', schema: queue },
  ]),
};
