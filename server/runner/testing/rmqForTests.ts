import { heavyKind } from './heavyKind.ts';
import { keepingKind } from './keepingKind.ts';
import { programPath, type BrokerKind, type TestBroker } from './testBroker.ts';

export type TestRmq = TestBroker;

const howToGet = 'not found, so skipped; type: apt-get install rabbitmq-server';

const builtIn = keepingKind('rmq');

export const rmqKinds: readonly BrokerKind[] = [
  builtIn,
  heavyKind({
    name: 'a real rabbitmq-server',
    transport: 'rmq',
    missing: programPath('rabbitmq-server') === undefined ? howToGet : undefined,
  }),
];

/** Without a kind the built-in one, which every machine has. */
export const startRmq = (kind: BrokerKind = builtIn): Promise<TestRmq> => kind.start();
