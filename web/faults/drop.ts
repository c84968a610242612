import { IconTrashX } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import type { FaultLook } from './look.ts';

export const dropLook: FaultLook<'drop'> = {
  label: 'Drop message',
  explain: 'The message never arrives, and nobody is told',
  icon: IconTrashX,
  fields: [],
  badge: () => 'drop',
  create: (base) => ({ ...newFault(base), kind: 'drop' }),
};
