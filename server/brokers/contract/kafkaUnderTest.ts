import type { BrokerHandle } from '../brokerHandle.ts';
import { startKafkaBroker } from '../kafkaBroker.ts';
import { plainEnv, type BrokerUnderTest } from './brokersUnderTest.ts';

const named = process.env['KAFKA_BROKERS'] ?? '';
const isNamed = named !== '';

const howToGet = isNamed
  ? ''
  : ' (KAFKA_BROKERS is not set, so skipped; type: docker run --detach --publish 9092:9092 apache/kafka, then KAFKA_BROKERS=127.0.0.1:9092 npm test)';

export interface KafkaUnderTest extends BrokerUnderTest {
  /** It belongs to us, so it can be killed. */
  readonly isOurs: boolean;
}

export const kafkasUnderTest: readonly KafkaUnderTest[] = [
  {
    name: 'the built-in Kafka',
    missing: false,
    isOurs: true,
    start: ({ path }): Promise<BrokerHandle> =>
      startKafkaBroker({ env: plainEnv, mode: 'built-in', builtInEntry: path }),
  },
  {
    name: `a real Kafka${howToGet}`,
    missing: !isNamed,
    isOurs: false,
    start: ({ path }): Promise<BrokerHandle> =>
      startKafkaBroker({ env: { ...plainEnv, KAFKA_BROKERS: named }, builtInEntry: path }),
  },
];
