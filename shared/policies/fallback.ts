import { z } from 'zod';
import { expressionSchema } from '../steps/texts.ts';

/** What the caller gets instead of an error: an expression over `data` (what was sent) and `error` (what went wrong). */
export const fallbackPolicySchema = z.strictObject({ value: expressionSchema });
