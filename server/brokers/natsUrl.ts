import { parseBrokerUrl, type BrokerUrl } from './brokerUrl.ts';

/** NATS_URL: `nats://[[user:]password@]host[:port]`; a user alone is a token. */
export const parseNatsUrl = (text: string): BrokerUrl =>
  parseBrokerUrl(text, { setting: 'NATS_URL', scheme: 'nats', tlsScheme: 'tls', defaultPort: 4222, what: 'a NATS' });
