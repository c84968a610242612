import { z } from 'zod';
import { patternSchema } from '../flow/pattern.ts';
import { idSchema } from '../ids.ts';
import { expressionSchema } from './texts.ts';

/** Publishes an event over a wire and goes on at once; a failure is seen on the wire, never by the handler. */
export const emitSchema = z.strictObject({
  do: z.literal('emit'),
  wire: idSchema,
  pattern: patternSchema,
  data: expressionSchema.optional(),
});
