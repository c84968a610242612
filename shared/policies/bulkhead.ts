import { z } from 'zod';

/** At most `limit` calls of one replica at a time; `queue` more may wait for a place, the next one fails at once. */
export const bulkheadPolicySchema = z.strictObject({
  limit: z.number().int().min(1).max(1000),
  queue: z.number().int().min(0).max(1000),
});
