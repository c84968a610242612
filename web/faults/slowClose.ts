import { IconDoorExit } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import { maxFaultMs, type FaultLook } from './look.ts';

export const slowCloseLook: FaultLook<'slow_close'> = {
  label: 'Slow close',
  explain: 'When one side closes, the other learns of it later',
  icon: IconDoorExit,
  fields: [{ name: 'delayMs', label: 'delay, ms', type: 'number', min: 0, max: maxFaultMs, step: 100 }],
  badge: () => 'slow close',
  create: (base) => ({ ...newFault(base), kind: 'slow_close', delayMs: 1000 }),
};
