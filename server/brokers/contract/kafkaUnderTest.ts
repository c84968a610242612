import type { BrokerHandle } from '../brokerHandle.ts';
import { startKafkaBroker } from '../kafkaBroker.ts';
import { plainEnv, type BrokerUnderTest } from './brokersUnderTest.ts';
import { hasRealKafka, howToGetKafka, startRealKafka } from './realKafka.ts';

export interface KafkaUnderTest extends BrokerUnderTest {
  /** How often it is killed under load: a real one needs seconds for each start. */
  readonly kills: number;
  /** It tells what it holds. */
  readonly hasContents: boolean;
}

export const kafkasUnderTest: readonly KafkaUnderTest[] = [
  {
    name: 'the built-in Kafka',
    missing: false,
    kills: 10,
    hasContents: true,
    start: ({ path }): Promise<BrokerHandle> =>
      startKafkaBroker({ env: plainEnv, mode: 'built-in', builtInEntry: path }),
  },
  {
    name: `a real Kafka${hasRealKafka ? '' : howToGetKafka}`,
    missing: !hasRealKafka,
    kills: 2,
    hasContents: false,
    start: () => startRealKafka(),
  },
];
