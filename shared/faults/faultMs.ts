import { z } from 'zod';

/** Milliseconds of a fault: at most ten minutes. */
export const faultMs = z.number().min(0).max(600_000);
