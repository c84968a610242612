import { IconCopy } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import type { FaultLook } from './look.ts';

export const duplicateMessageLook: FaultLook<'duplicate_message'> = {
  label: 'Duplicate message',
  explain: 'The message arrives once more: is its handler idempotent?',
  icon: IconCopy,
  fields: [{ name: 'copies', label: 'copies', type: 'number', min: 1, max: 10, step: 1, whole: true }],
  badge: (fault) => `×${fault.copies + 1}`,
  create: (base) => ({ ...newFault(base), kind: 'duplicate_message', copies: 1 }),
};
