import { IconTopologyStar3 } from '@tabler/icons-react';
import type { TransportLook } from './look.ts';

export const natsLook: TransportLook = {
  label: 'NATS',
  serviceName: 'NATS service',
  explain: 'Subjects through a NATS broker: every replica hears every message, or one of each queue group.',
  icon: IconTopologyStar3,
  color: 'teal',
  create: (broker) => ({ transport: 'nats', broker: broker ?? 'nats' }),
};
