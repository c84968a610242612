import { IconSnowflake } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import type { FaultLook } from './look.ts';

export const pauseLook: FaultLook<'pause'> = {
  label: 'Pause',
  explain: 'As SIGSTOP: connections stay open and nothing is answered; mended, it handles what has queued up',
  icon: IconSnowflake,
  fields: [],
  without: ['rate', 'count', 'seed'],
  badge: () => 'paused',
  create: (base) => ({ ...newFault(base), kind: 'pause' }),
};
