import { IconPlugConnected } from '@tabler/icons-react';
import type { TransportLook } from './look.ts';

export const tcpLook: TransportLook = {
  label: 'TCP',
  serviceName: 'TCP service',
  explain: 'Nest’s own TCP transport: one socket from client to service, no broker between.',
  icon: IconPlugConnected,
  color: 'blue',
  create: () => ({ transport: 'tcp' }),
};
