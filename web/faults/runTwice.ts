import { IconRepeat } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import type { FaultLook } from './look.ts';

export const runTwiceLook: FaultLook<'run_twice'> = {
  label: 'Run twice',
  explain: 'The handler runs two times for one message; only the second run answers',
  icon: IconRepeat,
  fields: [],
  without: ['leg'],
  badge: () => 'runs ×2',
  create: (base) => ({ ...newFault(base), kind: 'run_twice' }),
};
