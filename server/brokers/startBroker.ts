import type { Broker } from '#shared/flow/flow.ts';
import type { BrokerSource } from '#shared/transports/transport.ts';
import type { BrokerHandle } from './brokerHandle.ts';
import { readBrokerMode } from './brokerMode.ts';
import { startBrokerOf, type BrokerKind } from './brokerSources.ts';
import { missingSources, type MissingSources } from './chosenSource.ts';
import { builtInBrokerEntry } from '../paths.ts';
import { kafkaKind } from './kafkaBroker.ts';
import { mqttKind } from './mqttBroker.ts';
import { natsKind } from './natsBroker.ts';
import { rabbitKind } from './rabbitBroker.ts';
import { redisKind } from './redisBroker.ts';

type BrokerTransport = Broker['transport'];
/** What a box says of the broker behind it. */
type WantedBroker = Pick<Broker, 'transport' | 'source'>;

/** Every kind of broker; the closed list. */
const brokerKinds = {
  redis: redisKind,
  nats: natsKind,
  kafka: kafkaKind,
  mqtt: mqttKind,
  rmq: rabbitKind,
} satisfies Record<BrokerTransport, BrokerKind>;

/** The broker behind a box. Rejects with a ProblemError that names what was tried and what to do. */
export const startBroker = ({ transport, source }: WantedBroker, env: NodeJS.ProcessEnv): Promise<BrokerHandle> =>
  startBrokerOf(brokerKinds[transport], { env, source, builtInEntry: builtInBrokerEntry(transport) });

/** Why there is none of a source. */
export const missingBrokerSources = (transport: BrokerTransport, env: NodeJS.ProcessEnv): Promise<MissingSources> =>
  missingSources(brokerKinds[transport], env);

/** The source that is tried first. */
export function firstBrokerSource({ transport, source }: WantedBroker, env: NodeJS.ProcessEnv): BrokerSource {
  if (source !== undefined) return source;
  const mode = readBrokerMode(env);
  const { setting, isHeavy }: BrokerKind = brokerKinds[transport];
  if (mode === 'built-in') return 'built-in';
  if (env[setting]) return 'configured';
  return mode === 'auto' && isHeavy === true ? 'built-in' : 'private';
}
