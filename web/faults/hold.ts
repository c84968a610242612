import { IconHandStop } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import type { FaultLook } from './look.ts';

export const holdLook: FaultLook<'hold'> = {
  label: 'Breakpoint',
  explain: 'The message waits there until somebody lets it go on',
  icon: IconHandStop,
  fields: [],
  badge: () => '● stop',
  create: (base) => ({ ...newFault(base), kind: 'hold', leg: 'request' }),
};
