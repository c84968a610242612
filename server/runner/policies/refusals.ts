import { isGrpcError } from '../wire/grpcErrors.ts';
import { BrokenCircuitError, BulkheadRejectedError } from 'cockatiel';

/** A call that found no token in the bucket. */
export class RateLimitedError extends Error {
  override readonly name = 'RateLimitedError';
}

/** One of our own policies refused the call: it never left. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof BrokenCircuitError || error instanceof BulkheadRejectedError || error instanceof RateLimitedError;

/** "Too early", "too many" and "timed out" are requests to come back. */
const comeBack: ReadonlySet<number> = new Set([408, 425, 429]);

/**
 * Statuses of gRPC that say that the request itself is wrong: INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS,
 * PERMISSION_DENIED, FAILED_PRECONDITION, OUT_OF_RANGE, UNIMPLEMENTED, UNAUTHENTICATED.
 */
const finalCodes: ReadonlySet<number> = new Set([3, 5, 6, 7, 9, 11, 12, 16]);

/** The callee answered that the request itself is wrong (`{ status: 400…499 }`, or a status of gRPC): it would say so again. */
export function isFinalAnswer(error: unknown): boolean {
  if (isGrpcError(error)) return finalCodes.has(error.code);
  if (typeof error !== 'object' || error === null) return false;
  const status = 'status' in error ? error.status : 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 && !comeBack.has(status);
}

/** Whether trying again makes sense: timeouts, lost connections, exceptions, but no refusals and no final answers. */
export const mayPass = (error: unknown): boolean => !isRefusal(error) && !isFinalAnswer(error);
