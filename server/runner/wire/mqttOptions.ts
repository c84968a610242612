import type { BrokerAddress } from '#shared/ipc.ts';

/** What client and server connect with. */
export const mqttOptions = ({ host, port, username, password }: BrokerAddress) => ({
  url: `mqtt://${host.includes(':') ? `[${host}]` : host}:${port}`,
  ...(username === undefined ? {} : { username }),
  ...(password === undefined ? {} : { password }),
  reconnectPeriod: 300,
  connectTimeout: 2000,
  // A broker that is full says so for a moment, and not for ever.
  reconnectOnConnackError: true,
});
