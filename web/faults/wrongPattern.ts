import { IconSignRight } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import type { FaultLook } from './look.ts';

export const wrongPatternLook: FaultLook<'wrong_pattern'> = {
  label: 'Wrong pattern',
  explain: 'Requests and events go out under another pattern, as after a rename',
  icon: IconSignRight,
  fields: [{ name: 'pattern', label: 'pattern', type: 'pattern' }],
  // Replies have no pattern.
  without: ['leg'],
  badge: () => 'wrong pattern',
  create: (base) => ({ ...newFault(base), kind: 'wrong_pattern', pattern: 'nobody_answers_this' }),
};
