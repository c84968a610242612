import { z } from 'zod';
import { templateSchema } from './texts.ts';

/**
 * Throws an RpcException, a plain Error or an HttpException; `again` inside a `catch` passes on what was
 * caught: the answer of a called service as `new RpcException(error)` from a message handler, anything else as it was.
 * `message` may hold `${expression}` parts.
 */
export const throwSchema = z
  .strictObject({
    do: z.literal('throw'),
    error: z.enum(['rpc', 'error', 'http', 'again']),
    status: z.number().int().min(100).max(599).optional(),
    /** Of an RpcException: the status that a caller over gRPC gets, such as 5 for NOT_FOUND. */
    code: z.number().int().min(1).max(16).optional(),
    message: templateSchema.optional(),
  })
  .refine(({ error, message }) => error === 'again' || message !== undefined, {
    path: ['message'],
    message: 'an error needs a message',
  });
