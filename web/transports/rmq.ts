import { IconStack2 } from '@tabler/icons-react';
import type { TransportLook } from './look.ts';

export const rmqLook: TransportLook = {
  label: 'RabbitMQ',
  serviceName: 'RabbitMQ service',
  explain: 'Queues of a RabbitMQ broker: replicas take turns, and messages wait for them while none is up.',
  icon: IconStack2,
  color: 'grape',
  create: (broker) => ({ transport: 'rmq', broker: broker ?? 'rmq' }),
};
