import { problem } from '#shared/problem.ts';
import { traced } from '../trace/tracedServer.ts';
import { PatientServerNats } from './natsServer.ts';
import type { MakeListener } from './serviceListener.ts';

/** NestJS over NATS subjects. */
export const makeNatsListener: MakeListener = ({ watch, broker, queue, onChange }) => {
  // Without an address the replica never starts it; an address that nobody listens on is as good as none.
  const address = broker ?? { host: '127.0.0.1', port: 0 };
  const strategy = new (traced(PatientServerNats, watch))({ ...address, queue, onChange });
  return {
    as: 'microservice',
    strategy,
    port: () => undefined,
    isUp: () => strategy.isUp,
    problem: () => (strategy.isUp ? undefined : problem('brokerFailed', awayMessage)),
    stopAccepting: () => strategy.stopAccepting(),
    cut: () => void strategy.close(),
  };
};

const awayMessage =
  'The NATS broker does not answer, so no message reaches this listener. It goes on trying; start the broker again.';
