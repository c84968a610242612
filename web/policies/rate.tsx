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
  badge: ({ perSecond, burst }, { tokens = burst }) => {
    const text = tokens === burst ? `${perSecond}/s` : `${perSecond}/s ${tokens}/${burst}`;
    return { text, tone: tokens === burst ? 'plain' : tokens > 0 ? 'busy' : 'warn' };
  },
  live: ({ burst }, { tokens }) => (tokens === undefined ? undefined : `${tokens} of ${burst} tokens left.`),
  Form: numbersForm<'rate'>([
    { field: 'perSecond', label: 'calls per second', schema: perSecond },
    { field: 'burst', label: 'calls at once', schema: burst },
  ]),
};
