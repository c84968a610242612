import { IconMoodSilence } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import type { FaultLook } from './look.ts';

export const neverReplyLook: FaultLook<'never_reply'> = {
  label: 'Never reply',
  explain: 'The handler takes the message and never answers',
  icon: IconMoodSilence,
  fields: [],
  without: ['leg'],
  badge: () => 'no reply',
  create: (base) => ({ ...newFault(base), kind: 'never_reply' }),
};
