import { parseBrokerUrl, type BrokerUrl } from './brokerUrl.ts';

/** REDIS_URL: `redis://[[user]:password@]host[:port]`. */
export const parseRedisUrl = (text: string): BrokerUrl =>
  parseBrokerUrl(text, {
    setting: 'REDIS_URL',
    scheme: 'redis',
    tlsScheme: 'rediss',
    defaultPort: 6379,
    what: 'a Redis',
  });
