import type { BrokerHandle } from '../brokerHandle.ts';
import { findBinary } from '../findBinary.ts';
import { mqttKind, startMqttBroker } from '../mqttBroker.ts';
import { plainEnv, type BrokerUnderTest } from './brokersUnderTest.ts';

const realMqtt = await findBinary(mqttKind.binaries, plainEnv);

const howToGet = realMqtt === undefined ? ' (not found, so skipped; type: apt-get install mosquitto)' : '';

export const hasRealMqtt = realMqtt !== undefined;

export const mqttUnderTest: readonly BrokerUnderTest[] = [
  {
    name: 'the built-in MQTT broker',
    missing: false,
    start: ({ path }): Promise<BrokerHandle> =>
      startMqttBroker({ env: plainEnv, mode: 'built-in', builtInEntry: path }),
  },
  {
    name: `a real mosquitto${howToGet}`,
    missing: !hasRealMqtt,
    start: ({ path }): Promise<BrokerHandle> => startMqttBroker({ env: plainEnv, mode: 'real', builtInEntry: path }),
  },
];
