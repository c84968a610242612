import { z } from 'zod';
import { waitMsSchema } from './texts.ts';

/** Works for `ms` milliseconds, give or take `jitterMs`. */
export const delaySchema = z.strictObject({
  do: z.literal('delay'),
  ms: waitMsSchema,
  jitterMs: waitMsSchema.optional(),
});
