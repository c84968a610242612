import { z } from 'zod';

/** The caller gives up after `ms` without a value: rxjs `timeout(ms)` around each attempt. */
export const timeoutPolicySchema = z.strictObject({ ms: z.number().int().min(1).max(600_000) });
