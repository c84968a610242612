import { problem } from '#shared/problem.ts';
import { kafkaPartitions } from '#shared/transports/transport.ts';
import { traced } from '../trace/tracedServer.ts';
import { PatientServerKafka } from './kafkaServer.ts';
import type { MakeListener } from './serviceListener.ts';

/** NestJS over topics of Kafka. */
export const makeKafkaListener: MakeListener = ({ watch, broker, drawn, onChange }) => {
  // Without an address the replica never starts it; an address that nobody listens on is as good as none.
  const address = broker ?? { host: '127.0.0.1', port: 0 };
  const settings = drawn.transport === 'kafka' ? drawn : undefined;
  const strategy = new (traced(PatientServerKafka, watch))({
    ...address,
    groupId: settings?.groupId ?? watch.place.service ?? 'service',
    fromBeginning: settings?.fromBeginning ?? true,
    partitions: settings?.partitions ?? kafkaPartitions,
    isBroken: () => watch.messages?.isBroken === true,
    onChange,
  });
  return {
    as: 'microservice',
    strategy,
    port: () => undefined,
    isUp: () => strategy.isUp,
    problem: () => (strategy.isUp ? undefined : problem('brokerFailed', awayMessage)),
    stopAccepting: () => strategy.leave(),
    leave: () => strategy.leave(),
    cut: () => void strategy.close(),
  };
};

const awayMessage =
  'This listener does not belong to its consumer group yet, or the Kafka broker does not answer, so no message reaches it. It goes on trying; start the broker if it is down.';
