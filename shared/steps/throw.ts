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
    message: templateSchema.optional(),
  })
  .refine(({ error, message }) => error === 'again' || message !== undefined, {
    path: ['message'],
    message: 'an error needs a message',
  });
