import { z } from 'zod';
import { faultSchema } from '../faults/fault.ts';
import { patternSchema } from '../flow/pattern.ts';
import { jsonSchema } from '../json.ts';
import { policyKinds } from '../policies/policies.ts';
import { changeEventTypes, hopEventTypes, type ChangeEvent, type HopEvent, type TraceEvent } from '../trace.ts';
import { timeUsSchema } from './act.ts';

/** Events as a file has them. Those of our own runner are taken as they are; a file may come from anywhere. */

const text = z.string();
const count = z.number().int().min(0);
const policy = z.enum(policyKinds as [(typeof policyKinds)[number], ...typeof policyKinds]);

const common = {
  seq: z.number().int().min(1),
  atUs: timeUsSchema,
  service: text.optional(),
  replica: count.optional(),
  wire: text.optional(),
  listener: text.optional(),
  handler: text.optional(),
  broker: text.optional(),
  driver: text.optional(),
  external: text.optional(),
  data: jsonSchema.optional(),
  dataBytes: count.optional(),
  error: jsonSchema.optional(),
  faults: z.array(text).optional(),
  note: text.optional(),
} as const;

const hopEventSchema = z.object({
  ...common,
  type: z.enum(hopEventTypes),
  traceId: z.string().regex(/^[0-9a-f]{32}$/, 'a trace id is 32 hex digits'),
  hopId: z.string().regex(/^[0-9a-f]{16}$/, 'the id of a message is 16 hex digits'),
  parentId: text.optional(),
  pattern: patternSchema,
  kind: z.enum(['request', 'event', 'http']),
  attempt: count.optional(),
  attempts: count.optional(),
  delayMs: z.number().optional(),
  policy: policy.optional(),
  breaker: z
    .object({
      state: z.enum(['closed', 'open', 'halfOpen']),
      failures: z.number(),
      limit: z.number(),
      halfOpenAfterMs: z.number(),
    })
    .optional(),
  winner: count.optional(),
  idempotencyKey: text.optional(),
  receivers: z.number().optional(),
  last: z.boolean().optional(),
  packet: text.optional(),
  status: z.number().optional(),
  headers: z.record(text, text).optional(),
  timeoutMs: z.number().optional(),
  leg: z.enum(['request', 'reply']).optional(),
  how: z.enum(['released', 'dropped', 'duplicated', 'edited', 'mended', 'passed']).optional(),
}) satisfies z.ZodType<HopEvent>;

const changeEventSchema = z.object({
  ...common,
  type: z.enum(changeEventTypes),
  state: text,
  fault: faultSchema.optional(),
  by: z.literal('monkey').optional(),
  renewed: z.array(policy).optional(),
}) satisfies z.ZodType<ChangeEvent>;

/** What it does not know it leaves out: a newer Patchbay may say more of an event. */
export const traceEventSchema: z.ZodType<TraceEvent> = z.union([hopEventSchema, changeEventSchema]);
