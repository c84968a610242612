import { IconPlugConnectedX } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import { maxFaultMs, type FaultLook } from './look.ts';

export const resetPeerLook: FaultLook<'reset_peer'> = {
  label: 'Reset connection',
  explain: 'The other side hangs up in the middle: ECONNRESET',
  icon: IconPlugConnectedX,
  fields: [{ name: 'afterMs', label: 'after, ms', type: 'number', min: 0, max: maxFaultMs, step: 100 }],
  badge: () => 'reset',
  create: (base) => ({ ...newFault(base), kind: 'reset_peer', afterMs: 0 }),
};
