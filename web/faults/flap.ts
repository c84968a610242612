import { IconHeartbeat } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import { maxFaultMs, type FaultLook } from './look.ts';

export const flapLook: FaultLook<'flap'> = {
  label: 'Flap',
  explain: 'Killed and started again, over and over, as by a crash loop',
  icon: IconHeartbeat,
  fields: [
    { name: 'downMs', label: 'down, ms', type: 'number', min: 100, max: maxFaultMs, step: 100 },
    { name: 'upMs', label: 'up, ms', type: 'number', min: 100, max: maxFaultMs, step: 100 },
  ],
  badge: (fault) => `flaps ${fault.downMs}/${fault.upMs} ms`,
  create: (base) => ({ ...newFault(base), kind: 'flap', downMs: 1000, upMs: 3000 }),
};
