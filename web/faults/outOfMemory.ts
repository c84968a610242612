import { IconBomb } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import type { FaultLook } from './look.ts';

export const outOfMemoryLook: FaultLook<'out_of_memory'> = {
  label: 'Run out of memory',
  explain: 'It takes more and more memory, until the system ends its process; only a service with its own process can',
  icon: IconBomb,
  fields: [],
  badge: () => 'out of memory',
  create: (base) => ({ ...newFault(base), kind: 'out_of_memory' }),
};
