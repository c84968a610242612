import { IconSkull } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import type { FaultLook } from './look.ts';

export const killLook: FaultLook<'kill'> = {
  label: 'Kill',
  explain: 'As kill -9: it ends at once, and starts again when it is mended',
  icon: IconSkull,
  fields: [],
  without: ['rate', 'count', 'seed'],
  badge: () => 'killed',
  create: (base) => ({ ...newFault(base), kind: 'kill' }),
};
