import { z } from 'zod';
import { faultSchema } from '../faults/fault.ts';
import { editSchema } from '../flow/edits.ts';
import { flowSchema } from '../flow/flow.ts';
import { idSchema } from '../ids.ts';

/** Microseconds since 1970, on the clock of the events. */
export const timeUsSchema = z.number().int().min(0);

const atUs = timeUsSchema;
const processAction = z.enum(['kill', 'stop', 'start', 'restart']);

/**
 * What somebody did to the playground while it was recorded, messages aside: those are among the events. A fault that is
 * over by itself `ended`, one that somebody took away was mended.
 */
export const actSchema = z.discriminatedUnion('act', [
  z.strictObject({ atUs, act: z.literal('edit'), edits: z.array(editSchema).max(5000) }),
  z.strictObject({ atUs, act: z.literal('replaceFlow'), flow: flowSchema }),
  z.strictObject({ atUs, act: z.literal('putFault'), fault: faultSchema }),
  z.strictObject({ atUs, act: z.literal('mendFault'), fault: idSchema }),
  z.strictObject({ atUs, act: z.literal('faultEnded'), fault: idSchema }),
  z.strictObject({
    atUs,
    act: z.literal('actOnService'),
    service: idSchema,
    action: processAction,
    replica: z.number().int().min(0).max(8).optional(),
  }),
  z.strictObject({ atUs, act: z.literal('actOnBroker'), broker: idSchema, action: processAction }),
]);
export type Act = z.infer<typeof actSchema>;
/** As it is noted: whoever notes it knows the time. */
export type TimelessAct = Act extends infer One ? (One extends Act ? Omit<One, 'atUs'> : never) : never;
