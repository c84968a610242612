import { z } from 'zod';

/**
 * After `failures` failures in a row the circuit opens: calls fail at once. The first call after `halfOpenAfterMs` is let
 * through as a probe, and what becomes of it closes the circuit or opens it again.
 */
export const breakerPolicySchema = z.strictObject({
  failures: z.number().int().min(1).max(1000),
  halfOpenAfterMs: z.number().int().min(1).max(600_000),
});
