import { IconClockPause } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import { maxFaultMs, type FaultLook } from './look.ts';

export const slowLook: FaultLook<'slow'> = {
  label: 'Slow',
  explain: 'The handler waits before it begins',
  icon: IconClockPause,
  fields: [{ name: 'delayMs', label: 'delay, ms', type: 'number', min: 0, max: maxFaultMs, step: 100 }],
  slider: { field: 'delayMs', max: 10_000, step: 100 },
  without: ['leg'],
  badge: (fault) => `+${fault.delayMs} ms`,
  create: (base) => ({ ...newFault(base), kind: 'slow', delayMs: 2000 }),
};
