import { IconGitFork } from '@tabler/icons-react';
import { hedgePolicySchema } from '#shared/policies/hedge.ts';
import { durationText } from '../ui/durationText.ts';
import { plain, type PolicyLook } from './look.ts';
import { numbersForm } from './numbersForm.tsx';

const { afterMs } = hedgePolicySchema.shape;

export const hedgeLook: PolicyLook<'hedge'> = {
  label: 'Hedge',
  explain: 'Sends a slow request once more and takes the first answer; the work of the loser is done all the same.',
  icon: IconGitFork,
  create: () => ({ afterMs: 200 }),
  badge: (policy) => plain(`HEDGE ${durationText(policy.afterMs)}`),
  Form: numbersForm<'hedge'>([{ field: 'afterMs', label: 'sent once more after, ms', step: 50, schema: afterMs }]),
};
