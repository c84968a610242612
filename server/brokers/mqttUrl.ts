import { parseBrokerUrl, type BrokerUrl } from './brokerUrl.ts';

/** MQTT_URL: `mqtt://[user:password@]host[:port]`. */
export const parseMqttUrl = (text: string): BrokerUrl =>
  parseBrokerUrl(text, {
    setting: 'MQTT_URL',
    scheme: 'mqtt',
    tlsScheme: 'mqtts',
    defaultPort: 1883,
    what: 'an MQTT broker',
  });
