import { IconMessages } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import type { FaultLook } from './look.ts';

export const duplicateReplyLook: FaultLook<'duplicate_reply'> = {
  label: 'Duplicate reply',
  explain: 'Each value of the answer comes twice, in two frames with one id',
  icon: IconMessages,
  fields: [],
  without: ['leg'],
  badge: () => 'reply ×2',
  create: (base) => ({ ...newFault(base), kind: 'duplicate_reply' }),
};
