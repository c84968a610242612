import { IconSlice } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import { maxFaultMs, type FaultLook } from './look.ts';

export const slicerLook: FaultLook<'slicer'> = {
  label: 'Slicer',
  explain: 'Bytes arrive in small pieces, one after the other',
  icon: IconSlice,
  fields: [
    { name: 'averageBytes', label: 'piece, bytes', type: 'number', min: 1, max: 1_000_000, step: 10, whole: true },
    { name: 'variationBytes', label: '± bytes', type: 'number', min: 0, max: 1_000_000, step: 10, whole: true },
    { name: 'delayMs', label: 'apart, ms', type: 'number', min: 0, max: maxFaultMs, step: 10 },
  ],
  badge: (fault) => `${fault.averageBytes} B pieces`,
  create: (base) => ({ ...newFault(base), kind: 'slicer', averageBytes: 20, variationBytes: 0, delayMs: 10 }),
};
