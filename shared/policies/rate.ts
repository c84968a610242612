import { z } from 'zod';

/** A token bucket: `burst` calls at once, `perSecond` in the long run. A call that finds no token fails at once. */
export const ratePolicySchema = z.strictObject({
  perSecond: z.number().min(0.01).max(10_000),
  burst: z.number().int().min(1).max(10_000),
});
