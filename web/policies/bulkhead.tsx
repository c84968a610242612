import { IconColumns3 } from '@tabler/icons-react';
import { bulkheadPolicySchema } from '#shared/policies/bulkhead.ts';
import { plain, type PolicyLook } from './look.ts';
import { numbersForm } from './numbersForm.tsx';

const { limit, queue } = bulkheadPolicySchema.shape;

export const bulkheadLook: PolicyLook<'bulkhead'> = {
  label: 'Bulkhead',
  explain: 'Only so many calls of one replica at a time; a few more wait for a place, the next one fails at once.',
  icon: IconColumns3,
  create: () => ({ limit: 5, queue: 5 }),
  badge: ({ limit }, { slots }) => {
    if (slots === undefined || slots.used === 0) return plain(`MAX ${limit}`);
    const waiting = slots.waiting === 0 ? '' : ` +${slots.waiting}`;
    return { text: `${slots.used}/${limit}${waiting}`, tone: slots.used < limit ? 'busy' : 'warn' };
  },
  live: ({ limit, queue }, { slots }) =>
    slots && `${slots.used} of ${limit} places taken, ${slots.waiting} of ${queue} wait.`,
  Form: numbersForm<'bulkhead'>([
    { field: 'limit', label: 'calls at a time', schema: limit },
    { field: 'queue', label: 'calls that may wait', schema: queue },
  ]),
};
