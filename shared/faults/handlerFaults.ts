import { z } from 'zod';
import { expressionSchema } from '../steps/texts.ts';
import { faultMs } from './faultMs.ts';

/** The server takes a runner that has said nothing for 2 s for dead, so a fault may block it for half of that. */
export const maxBlockMs = 1000;

/** Handler faults act once per message, around the handler. */
export const handlerFaultSettings = {
  throw_rpc: {
    status: z.number().int().min(100).max(599).optional(),
    message: z.string().max(2000).default('Injected RpcException'),
  },
  throw_error: { message: z.string().max(2000).default('Injected Error') },
  /** The handler does not run, and nobody answers. */
  never_reply: {},
  /** The handler begins later. */
  slow: { delayMs: faultMs },
  /** The handler runs at once; what it answers comes later. */
  slow_reply: { delayMs: faultMs },
  /** The handler runs to its end, and what it answers is lost. */
  lose_reply: {},
  /** On the request leg this value is put in place of the input, on the reply leg in place of each value of the reply. */
  wrong_payload: { value: expressionSchema },
  /** Each value of the reply is given twice: two frames with one id. */
  duplicate_reply: {},
  /** The handler runs to its end unseen, and then once more: that run answers. */
  run_twice: {},
  /** Before the handler everything in its process stands still, as it does under a long computation. */
  block_event_loop: { blockMs: z.number().min(1).max(maxBlockMs) },
  /** The handler takes more and more memory until its process has none left; only where it is a process of its own. */
  out_of_memory: {},
} as const;
