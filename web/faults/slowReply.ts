import { IconHourglassLow } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import { maxFaultMs, type FaultLook } from './look.ts';

export const slowReplyLook: FaultLook<'slow_reply'> = {
  label: 'Slow reply',
  explain: 'The handler works at once; its answer comes late, perhaps after the caller has given up',
  icon: IconHourglassLow,
  fields: [{ name: 'delayMs', label: 'delay, ms', type: 'number', min: 0, max: maxFaultMs, step: 100 }],
  slider: { field: 'delayMs', max: 10_000, step: 100 },
  without: ['leg'],
  badge: (fault) => `reply +${fault.delayMs} ms`,
  create: (base) => ({ ...newFault(base), kind: 'slow_reply', delayMs: 2000 }),
};
