import { IconArrowsShuffle } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import { maxFaultMs, type FaultLook } from './look.ts';

export const reorderLook: FaultLook<'reorder'> = {
  label: 'Reorder messages',
  explain: 'Messages are gathered and go on in another order',
  icon: IconArrowsShuffle,
  fields: [
    { name: 'window', label: 'messages', type: 'number', min: 2, max: 50, step: 1, whole: true },
    { name: 'withinMs', label: 'within, ms', type: 'number', min: 0, max: maxFaultMs, step: 100 },
  ],
  badge: () => 'reorder',
  create: (base) => ({ ...newFault(base), kind: 'reorder', window: 2, withinMs: 1000 }),
};
