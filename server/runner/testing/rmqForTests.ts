import { heavyKind } from './heavyKind.ts';
import { keepingKind } from './keepingKind.ts';
import { programPath, type BrokerKind, type TestBroker } from './testBroker.ts';

export type TestRmq = TestBroker;

const howToGet = 'not found, so skipped; type: apt-get install rabbitmq-server';

export const rmqKinds: readonly BrokerKind[] = [
  keepingKind('rmq'),
  heavyKind({
    name: 'a real rabbitmq-server',
    transport: 'rmq',
    missing: programPath('rabbitmq-server') === undefined ? howToGet : undefined,
  }),
];

export const startRmq = (kind: BrokerKind): Promise<TestRmq> => kind.start();
