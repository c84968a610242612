import type { BrokerHandle } from './brokerHandle.ts';
import { LaunchError } from './brokerProcess.ts';
import { startBrokerOf, type BrokerKind, type BrokerOptions } from './brokerSources.ts';
import { kafkaLacks } from './built-in/kafka/lacks.ts';
import { connectConfiguredKafka } from './configuredKafka.ts';

export const kafkaKind: BrokerKind = {
  name: 'Kafka',
  scheme: 'kafka',
  setting: 'KAFKA_BROKERS',
  // A JVM takes seconds to start and has to be told a lot: a real Kafka is used when it is named.
  binaries: [],
  install: 'docker run --detach --publish 9092:9092 apache/kafka',
  connectConfigured: connectConfiguredKafka,
  launchPrivate: () => () => Promise.reject(new LaunchError('a real Kafka is used when KAFKA_BROKERS names it')),
  lacks: kafkaLacks,
  keepsMessages: true,
};

/** Resolves when the broker answers. Rejects with a ProblemError that names what was tried and what to do. */
export const startKafkaBroker = (options: BrokerOptions): Promise<BrokerHandle> => startBrokerOf(kafkaKind, options);
