import { IconAntenna } from '@tabler/icons-react';
import type { TransportLook } from './look.ts';

export const mqttLook: TransportLook = {
  label: 'MQTT',
  serviceName: 'MQTT service',
  explain: 'Topics through an MQTT broker: every replica hears every message, or one of each group.',
  icon: IconAntenna,
  color: 'violet',
  create: (broker) => ({ transport: 'mqtt', broker: broker ?? 'mqtt' }),
};
