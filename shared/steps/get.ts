import { z } from 'zod';
import { nameSchema, templateSchema } from './texts.ts';

/** Reads a value of the service's own store; `undefined` when there is none. */
export const getSchema = z.strictObject({
  do: z.literal('get'),
  key: templateSchema.min(1, 'a key cannot be empty'),
  as: nameSchema,
});
