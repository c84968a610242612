import { IconTimeline } from '@tabler/icons-react';
import type { TransportLook } from './look.ts';

export const kafkaLook: TransportLook = {
  label: 'Kafka',
  serviceName: 'Kafka service',
  explain:
    'Topics that keep their messages: the replicas of a group share the partitions, in order, and catch up later.',
  icon: IconTimeline,
  color: 'orange',
  create: (broker) => ({ transport: 'kafka', broker: broker ?? 'kafka' }),
};
