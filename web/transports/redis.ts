import { IconBroadcast } from '@tabler/icons-react';
import type { TransportLook } from './look.ts';

export const redisLook: TransportLook = {
  label: 'Redis',
  serviceName: 'Redis service',
  explain: 'Publish and subscribe through a Redis broker: every replica hears every message.',
  icon: IconBroadcast,
  color: 'red',
  create: (broker) => ({ transport: 'redis', broker: broker ?? 'redis' }),
};
