import { z } from 'zod';

/**
 * `attempts` altogether, the first one included. Before attempt n the call waits half to the whole of
 * `initialMs * 2 ** (n - 2)`, at most `maxMs`; where in between is drawn from the session's seeded dice.
 */
export const retryPolicySchema = z
  .strictObject({
    attempts: z.number().int().min(2).max(20),
    initialMs: z.number().int().min(1).max(600_000),
    maxMs: z.number().int().min(1).max(600_000),
  })
  .refine(({ initialMs, maxMs }) => maxMs >= initialMs, { path: ['maxMs'], message: 'is at least initialMs' });
