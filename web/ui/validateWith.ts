import type { z } from 'zod';

/** A text check for a field out of the schema that the format itself uses: the first complaint, or undefined. */
export function validateWith(schema: z.ZodType): (value: unknown) => string | undefined {
  return (value) => schema.safeParse(value).error?.issues[0]?.message;
}
