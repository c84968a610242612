import { IconCircleOff } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import { maxFaultMs, type FaultLook } from './look.ts';

export const timeoutLook: FaultLook<'timeout'> = {
  label: 'Black hole',
  explain: 'Nothing passes and nobody answers; 0 ms keeps the connection open for ever',
  icon: IconCircleOff,
  fields: [{ name: 'closeAfterMs', label: 'close after, ms', type: 'number', min: 0, max: maxFaultMs, step: 100 }],
  badge: () => 'black hole',
  create: (base) => ({ ...newFault(base), kind: 'timeout', closeAfterMs: 0 }),
};
