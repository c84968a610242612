import { IconClockShare } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import { maxFaultMs, type FaultLook } from './look.ts';

export const delayMessageLook: FaultLook<'delay_message'> = {
  label: 'Delay message',
  explain: 'The message arrives later; others may overtake it',
  icon: IconClockShare,
  fields: [
    { name: 'delayMs', label: 'delay, ms', type: 'number', min: 0, max: maxFaultMs, step: 100 },
    { name: 'jitterMs', label: 'jitter, ms', type: 'number', min: 0, max: maxFaultMs, step: 50 },
  ],
  slider: { field: 'delayMs', max: 5000, step: 50 },
  badge: (fault) => `msg +${fault.delayMs} ms`,
  create: (base) => ({ ...newFault(base), kind: 'delay_message', delayMs: 500, jitterMs: 0 }),
};
