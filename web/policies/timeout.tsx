import { IconClockExclamation } from '@tabler/icons-react';
import { lazy } from 'react';
import { durationText } from '../ui/durationText.ts';
import { plain, type PolicyLook } from './look.ts';

const TimeoutForm = lazy(() => import('./TimeoutForm.tsx').then((file) => ({ default: file.TimeoutForm })));

export const timeoutPolicyLook: PolicyLook<'timeout'> = {
  label: 'Timeout',
  explain: 'The caller gives up after this time and gets a TimeoutError; the callee does not know and works on.',
  icon: IconClockExclamation,
  create: () => ({ ms: 1000 }),
  badge: (policy) => plain(durationText(policy.ms)),
  Form: TimeoutForm,
};
