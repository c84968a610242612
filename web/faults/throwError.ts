import { IconBolt } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import type { FaultLook } from './look.ts';

export const throwErrorLook: FaultLook<'throw_error'> = {
  label: 'Throw Error',
  explain: 'The handler fails with a plain Error; the caller gets “Internal server error”',
  icon: IconBolt,
  fields: [{ name: 'message', label: 'message', type: 'text' }],
  badge: () => 'error',
  create: (base) => ({ ...newFault(base), kind: 'throw_error', message: 'Injected Error' }),
};
