import type { Listener } from '../../transports/transport.ts';
import { hostText, portText, type AddressCode, type TransportCode } from './transportCode.ts';

const url = (address: AddressCode): string => `\`mqtt://\${${hostText(address)}}:\${${portText(address)}}\``;

const plain = (address: AddressCode): string => `{
  transport: Transport.MQTT,
  options: { url: ${url(address)}, reconnectPeriod: 300 },
}`;

/** Nest takes a group only from each pattern, and replies with QoS 0: with one of both it is a server of our own. */
function listenerText(address: AddressCode, listener: Listener): string {
  const { group, qos } = listener.transport === 'mqtt' ? listener : {};
  if (group === undefined && (qos ?? 0) === 0) return plain(address);
  const settings = [
    `url: ${url(address)},`,
    'reconnectPeriod: 300,',
    ...(group === undefined
      ? []
      : ['// Of all that name this group, one receives each message.', `group: ${JSON.stringify(group)},`]),
    ...(qos === undefined ? [] : [`qos: ${qos},`]),
  ];
  return `{
  strategy: new GroupedMqttServer({
${settings.map((line) => `    ${line}`).join('\n')}
  }),
}`;
}

const settings = String.raw`listener 1883\nallow_anonymous true\nset_tcp_nodelay true\n`;

export const mqttCode: TransportCode = {
  listener: listenerText,
  ping: plain,
  client: (address, _grpc, { broker: { qos = 0 } } = { broker: {}, route: { to: 'topic' } }) => `{
  customClass: SteadyMqttClient,
  options: {
    url: ${url(address)},
    reconnectPeriod: 300,${qos === 0 ? '' : `\n    qos: ${qos},`}
  },
}`,
  library: ['GroupedMqttServer', 'SteadyMqttClient'],
  broker: {
    image: 'eclipse-mosquitto:2',
    port: 1883,
    // Without settings it listens inside its own container only.
    command: ['sh', '-c', `printf "${settings}" > /tmp/mosquitto.conf && exec mosquitto -c /tmp/mosquitto.conf`],
    healthCommand: ['mosquitto_sub', '-E', '-t', 'health'],
  },
  packages: { mqtt: '^5.16.0' },
};
