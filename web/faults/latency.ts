import { IconHourglass } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import { maxFaultMs, type FaultLook } from './look.ts';

export const latencyLook: FaultLook<'latency'> = {
  label: 'Latency',
  explain: 'Every byte that passes comes later',
  icon: IconHourglass,
  fields: [
    { name: 'latencyMs', label: 'delay, ms', type: 'number', min: 0, max: maxFaultMs, step: 100 },
    { name: 'jitterMs', label: 'jitter, ms', type: 'number', min: 0, max: maxFaultMs, step: 50 },
  ],
  slider: { field: 'latencyMs', max: 5000, step: 50 },
  badge: (fault) => `+${fault.latencyMs} ms`,
  create: (base) => ({ ...newFault(base), kind: 'latency', latencyMs: 900, jitterMs: 0 }),
};
