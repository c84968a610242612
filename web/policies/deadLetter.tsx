import { IconMailX } from '@tabler/icons-react';
import { plain, type PolicyLook } from './look.ts';

export const deadLetterLook: PolicyLook<'deadLetter'> = {
  label: 'Dead letters',
  explain: 'Keeps what has failed for good, to be sent again or dropped above. The caller still gets the error.',
  icon: IconMailX,
  create: () => ({}),
  badge: (_policy, { deadLetters }) =>
    deadLetters === 0 ? plain('DLQ') : { text: `DLQ ${deadLetters}`, tone: 'warn' },
  Form: undefined,
};
