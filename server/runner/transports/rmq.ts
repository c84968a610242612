import { problem, type Problem } from '#shared/problem.ts';
import { traced } from '../trace/tracedServer.ts';
import '../wire/rmqPackage.ts';
import { PatientServerRmq } from './rmqServer.ts';
import type { MakeListener } from './serviceListener.ts';

/** NestJS over the queues of RabbitMQ. */
export const makeRmqListener: MakeListener = ({ watch, broker, drawn, onChange }) => {
  if (drawn.transport !== 'rmq') throw new Error(`A ${drawn.transport} listener is not for RabbitMQ.`);
  // Without an address the replica never starts it; an address that nobody listens on is as good as none.
  const address = broker ?? { host: '127.0.0.1', port: 0 };
  // Patterns carry no prefix here: queues and exchanges do.
  const strategy = new (traced(PatientServerRmq, { ...watch, prefix: undefined }))({ address, drawn, onChange });
  return {
    as: 'microservice',
    strategy,
    port: () => undefined,
    isUp: () => strategy.isUp,
    problem: () => (strategy.isUp ? undefined : whyAway(strategy.refusal)),
    stopAccepting: () => strategy.stopAccepting(),
    cut: () => strategy.cut(),
  };
};

function whyAway(refusal: string | undefined): Problem {
  if (refusal === undefined) return problem('brokerFailed', awayMessage);
  const cure = refusal.includes('PRECONDITION')
    ? 'The queue is there with other settings, and may hold messages. Name another queue, or delete that one'
    : 'Name another queue';
  return problem('brokerFailed', `RabbitMQ refuses this listener: ${refusal}. ${cure}.`);
}

const awayMessage =
  'The RabbitMQ broker does not answer, so no message reaches this listener. It goes on trying; start the broker again.';
