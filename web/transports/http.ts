import { IconWorld } from '@tabler/icons-react';
import type { TransportLook } from './look.ts';

export const httpLook: TransportLook = {
  label: 'HTTP',
  serviceName: 'HTTP gateway',
  explain: 'Routes such as POST /orders on a real port; curl and browsers can call them.',
  icon: IconWorld,
  color: 'indigo',
  create: () => ({ transport: 'http' }),
};
