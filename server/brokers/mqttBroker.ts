import type { BrokerHandle } from './brokerHandle.ts';
import { startBrokerOf, type BrokerKind, type BrokerOptions } from './brokerSources.ts';
import { mqttLacks } from './built-in/mqtt/lacks.ts';
import { connectConfiguredMqtt } from './configuredMqtt.ts';
import { readMqttContents } from './mqttContents.ts';
import { privateMqtt } from './privateMqtt.ts';

export const mqttKind: BrokerKind = {
  name: 'MQTT',
  scheme: 'mqtt',
  setting: 'MQTT_URL',
  binaries: ['mosquitto'],
  install: 'apt-get install mosquitto',
  connectConfigured: connectConfiguredMqtt,
  readContents: readMqttContents,
  launchPrivate: privateMqtt,
  lacks: mqttLacks,
};

/** Resolves when the broker answers. Rejects with a ProblemError that names what was tried and what to do. */
export const startMqttBroker = (options: BrokerOptions): Promise<BrokerHandle> => startBrokerOf(mqttKind, options);
