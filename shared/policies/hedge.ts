import { z } from 'zod';

/** The same request once more when there is no value after `afterMs`; the first value wins, the other one is let go. */
export const hedgePolicySchema = z.strictObject({ afterMs: z.number().int().min(1).max(600_000) });
