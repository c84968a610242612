import { z } from 'zod';

/** The caller gives up after `ms` without a value: rxjs `timeout(ms)` around each attempt. */
export const timeoutPolicySchema = z.strictObject({ ms: z.number().int().min(1).max(600_000) });

/** What a wire does around each call; the list grows in the order of the product's format, outside in. */
export const policiesSchema = z.strictObject({ timeout: timeoutPolicySchema.optional() });
export type Policies = z.infer<typeof policiesSchema>;
export type PolicyKind = keyof Policies;
