import { z } from 'zod';

/** How far each fault has come, by its id, at the moment of telling. */
export const faultProgressSchema = z.record(
  z.string(),
  z.object({
    /** How often it has acted. */
    hits: z.number(),
    /** How long it stays on; only there when it ends by time. A span and not a moment: clocks differ. */
    leftMs: z.number().optional(),
  }),
);
export type FaultProgress = z.infer<typeof faultProgressSchema>;
