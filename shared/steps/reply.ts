import { z } from 'zod';
import { expressionSchema } from './texts.ts';

/** Answers the message and ends the handler: `return value`. */
export const replySchema = z.strictObject({ do: z.literal('reply'), value: expressionSchema });
