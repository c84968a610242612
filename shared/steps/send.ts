import { z } from 'zod';
import { patternSchema } from '../flow/pattern.ts';
import { idSchema } from '../ids.ts';
import { expressionSchema, nameSchema } from './texts.ts';

/** Asks over a wire and waits: one value is kept as it is, several as a list, none is Nest's EmptyError. */
export const sendSchema = z
  .strictObject({
    do: z.literal('send'),
    wire: idSchema,
    pattern: patternSchema,
    data: expressionSchema.optional(),
    as: nameSchema.optional(),
    /** `false`: the mistake of `client.send(…)` alone. Nest's `send` is cold, so nothing leaves, and the handler goes on. */
    subscribe: z.boolean().optional(),
  })
  .refine(({ subscribe, as }) => subscribe !== false || as === undefined, {
    path: ['as'],
    message: 'there is no answer to keep where nobody subscribes; leave out "as" or "subscribe"',
  });
