/** What a real mosquitto has and the built-in broker has not, for the box on the canvas and the docs. */
export const mqttLacks: readonly string[] = [
  'MQTT 5: user properties, reason codes, message expiry (clients speak 3.1.1)',
  'users, passwords, access lists and TLS (it listens on 127.0.0.1 only)',
  'WebSocket clients and bridges to other brokers',
  'a disk: retained messages and sessions end with it',
  'the $SYS topics',
];
