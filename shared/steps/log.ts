import { z } from 'zod';
import { expressionSchema } from './texts.ts';

/** Writes a value into the trace, as `Logger.log` would to the console. */
export const logSchema = z.strictObject({ do: z.literal('log'), value: expressionSchema });
