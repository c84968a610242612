/** What a real nats-server has and the built-in broker has not, for the box on the canvas and the docs. */
export const natsLacks: readonly string[] = [
  'JetStream: streams, consumers, key-value and object store',
  'clusters, gateways and leaf nodes',
  'accounts, users, passwords and TLS (it listens on 127.0.0.1 only)',
  'WebSocket and MQTT clients',
  'the monitoring port and $SYS events',
];
