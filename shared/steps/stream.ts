import { z } from 'zod';
import { expressionSchema, waitMsSchema } from './texts.ts';

/** Answers with `count` values, one each `everyMs`; `value` is computed with `index` from 0. Ends the handler, as reply does. */
export const streamSchema = z.strictObject({
  do: z.literal('stream'),
  count: z.number().int().min(0).max(10_000),
  everyMs: waitMsSchema.optional(),
  value: expressionSchema,
});
