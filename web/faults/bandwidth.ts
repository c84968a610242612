import { IconGauge } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import type { FaultLook } from './look.ts';

export const bandwidthLook: FaultLook<'bandwidth'> = {
  label: 'Bandwidth',
  explain: 'Only so many kilobytes pass per second',
  icon: IconGauge,
  fields: [{ name: 'kbPerSecond', label: 'kB per second', type: 'number', min: 1, max: 1_000_000, step: 10 }],
  badge: (fault) => `${fault.kbPerSecond} kB/s`,
  create: (base) => ({ ...newFault(base), kind: 'bandwidth', kbPerSecond: 10 }),
};
