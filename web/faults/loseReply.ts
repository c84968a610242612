import { IconMailOff } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import type { FaultLook } from './look.ts';

export const loseReplyLook: FaultLook<'lose_reply'> = {
  label: 'Lose the reply',
  explain: 'The work is done and only its answer is lost: who asks again has it done twice',
  icon: IconMailOff,
  fields: [],
  without: ['leg'],
  badge: () => 'reply lost',
  create: (base) => ({ ...newFault(base), kind: 'lose_reply' }),
};
