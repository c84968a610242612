import type { BrokerHandle } from '../brokerHandle.ts';
import { startKafkaBroker } from '../kafkaBroker.ts';
import { plainEnv, type BrokerUnderTest } from './brokersUnderTest.ts';
import { hasRealKafka, howToGetKafka, startRealKafka } from './realKafka.ts';

const named = process.env['KAFKA_BROKERS'] ?? '';
const isNamed = named !== '';
const isThere = isNamed || hasRealKafka;

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
    name: `a real Kafka${isThere ? '' : howToGetKafka}`,
    missing: !isThere,
    isOurs: false,
    start: ({ path }): Promise<BrokerHandle> =>
      isNamed
        ? startKafkaBroker({ env: { ...plainEnv, KAFKA_BROKERS: named }, builtInEntry: path })
        : startRealKafka(path),
  },
];
