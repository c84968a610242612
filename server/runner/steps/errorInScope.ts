import { HttpException } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import { CallError } from '../service/callError.ts';

/**
 * An error as the expressions inside `catch` see it, plain data: an object as it came over the wire, a text as
 * `{ message }`, an Error as `{ name, message, code?, status? }`. So `error.message` is there for every kind.
 */
export function errorInScope(error: unknown): unknown {
  if (error instanceof CallError) return errorInScope(error.raw);
  if (error instanceof RpcException) return errorInScope(error.getError());
  if (error instanceof Error) {
    const { name, message } = error;
    const code =
      'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? { code: error.code } : {};
    const status = error instanceof HttpException ? { status: error.getStatus() } : {};
    return { name, message, ...code, ...status };
  }
  return typeof error === 'object' && error !== null ? error : { message: String(error) };
}
