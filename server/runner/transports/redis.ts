import { problem } from '#shared/problem.ts';
import type { WritePacket } from '@nestjs/microservices';
import { hopContext, turnHops, type HopContext } from '../trace/context.ts';
import { describeError, toJson } from '../trace/describeError.ts';
import { traced } from '../trace/tracedServer.ts';
import type { Tracer } from '../trace/tracer.ts';
import { PatientServerRedis } from './redisServer.ts';
import type { MakeListener } from './serviceListener.ts';

/** NestJS over Redis pub/sub. */
export const makeRedisListener: MakeListener = ({ watch, broker, onChange }) => {
  // Without an address the replica never starts it; an address that nobody listens on is as good as none.
  const address = broker ?? { host: '127.0.0.1', port: 0 };
  const hops = watch.isAskedFor === true ? hopContext : turnHops;
  const strategy = new (traced(PatientServerRedis, watch, hops))({
    ...address,
    onChange,
    onReply: (reply) => {
      const hop = hops.getStore();
      return () => noteUnheard(watch.tracer, hop, reply);
    },
  });
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

function noteUnheard(tracer: Tracer, hop: HopContext | undefined, { err, response }: WritePacket): void {
  // The frame that only ends a reply whose values have been told already says nothing new.
  if (hop === undefined || (!err && response === undefined)) return;
  tracer.hop('orphaned', hop, {
    ...(err ? { error: describeError(err) } : { data: toJson(response) }),
    receivers: 0,
    note: 'Nobody listens for this reply any more: the caller stopped waiting, or took another answer.',
  });
}

const awayMessage =
  'The Redis broker does not answer, so no message reaches this listener. It goes on trying; start the broker again.';
