import type { BrokerHandle } from './brokerHandle.ts';
import { startBrokerOf, type BrokerKind, type BrokerOptions } from './brokerSources.ts';
import { amqpLacks } from './built-in/rmq/lacks.ts';
import { connectConfiguredAmqp } from './configuredAmqp.ts';
import { privateRabbit } from './privateRabbit.ts';

export const rabbitKind: BrokerKind = {
  name: 'RabbitMQ',
  scheme: 'amqp',
  setting: 'AMQP_URL',
  binaries: ['rabbitmq-server'],
  install: 'apt-get install rabbitmq-server',
  connectConfigured: connectConfiguredAmqp,
  launchPrivate: privateRabbit,
  lacks: amqpLacks,
  keepsMessages: true,
  isHeavy: true,
};

/** Resolves when the broker answers. Rejects with a ProblemError that names what was tried and what to do. */
export const startRabbitBroker = (options: BrokerOptions): Promise<BrokerHandle> => startBrokerOf(rabbitKind, options);
