import { IconPlugX } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import type { FaultLook } from './look.ts';

export const downLook: FaultLook<'down'> = {
  label: 'Down',
  explain: 'Nobody listens: connections are cut and new ones refused',
  icon: IconPlugX,
  fields: [],
  without: ['leg'],
  badge: () => 'down',
  create: (base) => ({ ...newFault(base), kind: 'down' }),
};
