import { z } from 'zod';

/** Every attempt of a call carries the same key; the called handler runs once per key and gives the same answer again. */
export const idempotencyPolicySchema = z.literal(true);
