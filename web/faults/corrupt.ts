import { IconBinary } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import type { FaultLook } from './look.ts';

export const corruptLook: FaultLook<'corrupt'> = {
  label: 'Corrupt bytes',
  explain: 'Turns bits over in what passes: refused, unreadable, or a wrong value that nobody notices',
  icon: IconBinary,
  fields: [{ name: 'bits', label: 'bits', type: 'number', min: 1, max: 64, step: 1, whole: true }],
  badge: () => 'corrupt',
  create: (base) => ({ ...newFault(base), kind: 'corrupt', bits: 1 }),
};
