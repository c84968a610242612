import { TracedGrpcServer } from './grpcServer.ts';
import type { MakeListener } from './serviceListener.ts';

/** NestJS gRPC, on a free loopback port. */
export const makeGrpcListener: MakeListener = ({ watch, contract }) => {
  const strategy = new TracedGrpcServer(contract(), watch);
  return {
    as: 'microservice',
    strategy,
    port: () => strategy.port,
    isUp: () => strategy.port !== undefined,
    problem: () => undefined,
    stopAccepting: async () => strategy.stopAccepting(),
    cut: () => strategy.cut(),
  };
};
