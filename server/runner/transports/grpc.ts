import { TracedGrpcServer } from './grpcServer.ts';
import type { MakeListener } from './serviceListener.ts';

/** NestJS gRPC, on a free loopback port. */
export const makeGrpcListener: MakeListener = ({ watch, contract, health }) => {
  const strategy = new TracedGrpcServer(contract(), watch, health);
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
