import { IconPlayerPause } from '@tabler/icons-react';
import { maxBlockMs } from '#shared/faults/handlerFaults.ts';
import { newFault } from './newFault.ts';
import type { FaultLook } from './look.ts';

export const blockEventLoopLook: FaultLook<'block_event_loop'> = {
  label: 'Block the event loop',
  explain: 'Its whole process stands still for so long, and with it every service that shares the process',
  icon: IconPlayerPause,
  fields: [{ name: 'blockMs', label: 'block, ms', type: 'number', min: 1, max: maxBlockMs, step: 50 }],
  slider: { field: 'blockMs', max: maxBlockMs, step: 50 },
  without: ['leg'],
  badge: (fault) => `blocks ${fault.blockMs} ms`,
  create: (base) => ({ ...newFault(base), kind: 'block_event_loop', blockMs: 300 }),
};
