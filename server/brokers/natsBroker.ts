import type { BrokerHandle } from './brokerHandle.ts';
import { startBrokerOf, type BrokerKind, type BrokerOptions } from './brokerSources.ts';
import { natsLacks } from './built-in/nats/lacks.ts';
import { connectConfiguredNats } from './configuredNats.ts';
import { privateNats } from './privateNats.ts';

export const natsKind: BrokerKind = {
  name: 'NATS',
  scheme: 'nats',
  setting: 'NATS_URL',
  binaries: ['nats-server'],
  install: 'apt-get install nats-server',
  connectConfigured: connectConfiguredNats,
  launchPrivate: privateNats,
  lacks: natsLacks,
};

/** Resolves when the broker answers. Rejects with a ProblemError that names what was tried and what to do. */
export const startNatsBroker = (options: BrokerOptions): Promise<BrokerHandle> => startBrokerOf(natsKind, options);
