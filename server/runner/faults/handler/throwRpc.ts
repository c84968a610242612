import { RpcException } from '@nestjs/microservices';
import { throwError } from 'rxjs';
import type { HandlerFaultAct } from './handlerFault.ts';
import { insteadOf } from './insteadOf.ts';

/** The handler throws an RpcException: the caller gets it as it is. */
export const throwRpc: HandlerFaultAct<'throw_rpc'> = (fault, handling) => {
  const { status, message } = fault;
  const thrown$ = throwError(() => new RpcException(status === undefined ? message : { status, message }));
  return insteadOf(handling, fault, thrown$);
};
