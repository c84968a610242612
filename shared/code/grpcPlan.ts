import type { Handler, Service } from '../flow/flow.ts';
import { grpcContract, grpcMethod, type GrpcContract } from '../transports/grpcContract.ts';
import type { UniqueNames } from './naming.ts';
import type { GrpcCode } from './transports/transportCode.ts';

/** What a service of the project is called by over gRPC. */
export interface GrpcPlan extends GrpcCode {
  contract: GrpcContract;
  /** Messages come by gRPC alone. */
  isAlone: boolean;
}

/** Undefined without a grpc listener, and without anything that it could be called for. */
export function planGrpc(service: Service, name: string): GrpcPlan | undefined {
  const transports = Object.values(service.listeners).map(({ transport }) => transport);
  const contract = grpcContract(service);
  if (!transports.includes('grpc') || contract.methods.length === 0) return undefined;
  return {
    contract,
    packageName: contract.package,
    service: contract.service,
    path: `libs/shared/proto/${name}.proto`,
    isAlone: transports.every((transport) => transport === 'grpc' || transport === 'http'),
  };
}

/** A method has one pattern in NestJS: one that TCP or a broker reaches too is called by gRPC through another. */
export function planRpc(
  { handler: { on }, method }: { handler: Handler; method: string },
  grpc: GrpcPlan | undefined,
  methods: UniqueNames,
): { name: string; method: string } | undefined {
  if (grpc === undefined || !('message' in on)) return undefined;
  const { rpc } = grpcMethod(grpc.contract, on.message);
  return { name: rpc, method: grpc.isAlone ? method : methods.take(`${method}OverGrpc`) };
}
