import { z } from 'zod';
import { templateSchema } from './texts.ts';

/** Throws an RpcException, a plain Error or an HttpException. `message` may hold `${expression}` parts. */
export const throwSchema = z.strictObject({
  do: z.literal('throw'),
  error: z.enum(['rpc', 'error', 'http']),
  status: z.number().int().min(100).max(599).optional(),
  message: templateSchema,
});
