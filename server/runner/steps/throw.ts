import { HttpException } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import type { StepOf } from '#shared/steps/step.ts';
import type { MessageKind } from '#shared/trace.ts';
import { CallError } from '../service/callError.ts';
import { errorInScope } from './errorInScope.ts';
import type { MakeStep } from './stepRun.ts';

/** `throw new RpcException(…)`, `new Error(…)`, `new HttpException(…)`, or inside `catch` the same error again. */
export const makeThrow: MakeStep<'throw'> = (step, context) => {
  const evaluate = context.template(step.message ?? '', 'message');
  return async (run) => {
    if (step.error === 'again') {
      if (run.caught === undefined) throw context.failure('there is no error to throw again. Put it inside a "catch".');
      throw passedOn(run.caught.error, run.call.hop.kind);
    }
    throw makeError(step, String(await evaluate(run)));
  };
};

/**
 * What a called service answered goes on from a message handler as `new RpcException(error)`: thrown bare, Nest's
 * exception filter would make "Internal server error" of it (BaseRpcExceptionFilter of @nestjs/microservices 12).
 */
function passedOn(error: unknown, kind: MessageKind): unknown {
  return error instanceof CallError && kind !== 'http' ? new RpcException(errorInScope(error) as object) : error;
}

function makeError({ error, status, code }: StepOf<'throw'>, message: string): Error {
  switch (error) {
    case 'rpc':
      if (status === undefined && code === undefined) return new RpcException(message);
      return new RpcException({
        ...(status === undefined ? {} : { status }),
        ...(code === undefined ? {} : { code }),
        message,
      });
    case 'http':
      return new HttpException(message, status ?? 500);
    case 'error':
    case 'again':
      return new Error(message);
  }
}
