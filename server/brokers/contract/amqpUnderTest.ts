import type { BrokerHandle } from '../brokerHandle.ts';
import { findBinary } from '../findBinary.ts';
import { rabbitKind, startRabbitBroker } from '../rabbitBroker.ts';
import { plainEnv, type BrokerUnderTest } from './brokersUnderTest.ts';

const realRabbit = await findBinary(rabbitKind.binaries, plainEnv);

const howToGet = realRabbit === undefined ? ' (not found, so skipped; type: apt-get install rabbitmq-server)' : '';

export const amqpUnderTest: readonly BrokerUnderTest[] = [
  {
    name: 'the built-in RabbitMQ',
    missing: false,
    start: ({ path }): Promise<BrokerHandle> =>
      startRabbitBroker({ env: plainEnv, mode: 'built-in', builtInEntry: path }),
  },
  {
    name: `a real rabbitmq-server${howToGet}`,
    missing: realRabbit === undefined,
    start: ({ path }): Promise<BrokerHandle> => startRabbitBroker({ env: plainEnv, mode: 'real', builtInEntry: path }),
  },
];
