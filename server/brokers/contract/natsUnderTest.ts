import type { BrokerHandle } from '../brokerHandle.ts';
import { findBinary } from '../findBinary.ts';
import { natsKind, startNatsBroker } from '../natsBroker.ts';
import { plainEnv, type BrokerUnderTest } from './brokersUnderTest.ts';

const realNats = await findBinary(natsKind.binaries, plainEnv);

const howToGet = realNats === undefined ? ' (not found, so skipped; type: apt-get install nats-server)' : '';

export const hasRealNats = realNats !== undefined;

export const natsUnderTest: readonly BrokerUnderTest[] = [
  {
    name: 'the built-in NATS',
    missing: false,
    start: ({ path }): Promise<BrokerHandle> =>
      startNatsBroker({ env: plainEnv, mode: 'built-in', builtInEntry: path }),
  },
  {
    name: `a real nats-server${howToGet}`,
    missing: !hasRealNats,
    start: ({ path }): Promise<BrokerHandle> => startNatsBroker({ env: plainEnv, mode: 'real', builtInEntry: path }),
  },
];
