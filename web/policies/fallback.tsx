import { IconLifebuoy } from '@tabler/icons-react';
import { lazy } from 'react';
import { plain, type PolicyLook } from './look.ts';

const FallbackForm = lazy(() => import('./FallbackForm.tsx').then((file) => ({ default: file.FallbackForm })));

export const fallbackLook: PolicyLook<'fallback'> = {
  label: 'Fallback',
  explain: 'Gives the caller this value instead of an error. Requests only: an event has no value to give.',
  icon: IconLifebuoy,
  create: () => ({ value: '{ cached: true }' }),
  badge: () => plain('FALLBACK'),
  Form: FallbackForm,
};
