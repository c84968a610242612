import { IconHandStop } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import type { FaultLook } from './look.ts';

export const stopLook: FaultLook<'stop'> = {
  label: 'Stop',
  explain: 'It finishes what it has begun and ends; it starts again when it is mended',
  icon: IconHandStop,
  fields: [],
  without: ['rate', 'count', 'seed'],
  badge: () => 'stopped',
  create: (base) => ({ ...newFault(base), kind: 'stop' }),
};
