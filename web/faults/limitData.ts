import { IconRulerMeasure } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import type { FaultLook } from './look.ts';

export const limitDataLook: FaultLook<'limit_data'> = {
  label: 'Limit data',
  explain: 'The connection closes after so many bytes, perhaps in mid-message',
  icon: IconRulerMeasure,
  fields: [{ name: 'bytes', label: 'bytes', type: 'number', min: 0, max: 1_000_000_000, step: 100, whole: true }],
  badge: (fault) => `${fault.bytes} B, then closed`,
  create: (base) => ({ ...newFault(base), kind: 'limit_data', bytes: 1000 }),
};
