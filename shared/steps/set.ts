import { z } from 'zod';
import { expressionSchema, templateSchema } from './texts.ts';

/** Keeps a value in the service's own store. `key` may hold `${expression}` parts: `order:${id}`. */
export const setSchema = z.strictObject({
  do: z.literal('set'),
  key: templateSchema.min(1, 'a key cannot be empty'),
  value: expressionSchema,
});
