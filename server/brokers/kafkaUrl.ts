import { parseBrokerUrl, type BrokerUrl } from './brokerUrl.ts';

/** KAFKA_BROKERS: `host:port` or `kafka://[user:password@]host[:port]`, of a Kafka that is one broker. */
export const parseKafkaUrl = (text: string): BrokerUrl =>
  parseBrokerUrl(text, {
    setting: 'KAFKA_BROKERS',
    scheme: 'kafka',
    tlsScheme: 'kafkas',
    defaultPort: 9092,
    what: 'one Kafka broker',
  });
