import { z } from 'zod';
import { faultMs } from './faultMs.ts';

/** Handler faults act once per message, around the handler. */
export const handlerFaultSettings = {
  throw_rpc: {
    status: z.number().int().min(100).max(599).optional(),
    message: z.string().max(2000).default('Injected RpcException'),
  },
  throw_error: { message: z.string().max(2000).default('Injected Error') },
  never_reply: {},
  slow: { delayMs: faultMs },
} as const;
