import { IconGauge } from '@tabler/icons-react';
import { ratePolicySchema } from '#shared/policies/rate.ts';
import type { PolicyLook } from './look.ts';
import { numbersForm } from './numbersForm.tsx';

const { perSecond, burst } = ratePolicySchema.shape;

export const rateLook: PolicyLook<'rate'> = {
  label: 'Rate limit',
  explain: 'A bucket of tokens that fills evenly: each call takes one, and a call that finds none fails at once.',
  icon: IconGauge,
  create: () => ({ perSecond: 10, burst: 10 }),
  badge: (policy) => `${policy.perSecond}/s`,
  Form: numbersForm<'rate'>([
    { field: 'perSecond', label: 'calls per second', schema: perSecond },
    { field: 'burst', label: 'calls at once', schema: burst },
  ]),
};
