import { z } from 'zod';
import { faultSchema } from '../faults/fault.ts';
import { flowSchema } from '../flow/flow.ts';
import type { Parsed } from '../flow/parseFlow.ts';
import { checkBounds, jsonSchema } from '../json.ts';
import { problem, problemFromZod } from '../problem.ts';
import { actSchema, timeUsSchema } from './act.ts';
import { recordingLimits } from './recordingView.ts';
import { traceEventSchema } from './traceEventSchema.ts';

/**
 * A recording: how the playground stood at its beginning, what people did to it, and what happened. The same as a file
 * (`.patchbay-recording.json`), inside of an HTML page, and on the way from the server.
 */

export const recordingSchema = z.strictObject({
  patchbayRecording: z.literal(1, 'this version of recordings is newer than this Patchbay; take a newer one'),
  /** Of the Patchbay that made it. */
  madeBy: z.string().max(60),
  startedAtUs: timeUsSchema,
  endedAtUs: timeUsSchema,
  /** Everything random in the flow is drawn from this, in the order in which it is asked for. */
  seed: z.string().min(1).max(64),
  /** From the first moment of the session: nothing random had been drawn before. */
  isFromStart: z.boolean(),
  /** When it began. */
  flow: flowSchema,
  faults: z.array(faultSchema).max(1000),
  acts: z.array(actSchema).max(recordingLimits.maxActs + 10),
  events: z.array(traceEventSchema).max(recordingLimits.maxEvents),
  /** Events that never reached it. */
  missed: z.number().int().min(0),
  /** Whole payloads of events whose data was cut, by `seq`, as far as they were still kept. */
  payloads: z.array(z.strictObject({ seq: z.number().int().min(1), data: jsonSchema })).max(recordingLimits.maxEvents),
});
export type Recording = z.infer<typeof recordingSchema>;

const bounds = { maxDepth: 80, maxValues: 4_000_000 };

/** Turns any untrusted value into a recording, or says where it is none. Never throws. */
export function parseRecording(input: unknown): Parsed<Recording> {
  if (!isRecordingLike(input)) {
    return {
      ok: false,
      problem: problem('badInput', 'This is no recording. Choose a file that Patchbay has recorded.'),
    };
  }
  const outOfBounds = checkBounds(input, bounds);
  if (outOfBounds !== undefined) return { ok: false, problem: outOfBounds };
  const result = recordingSchema.safeParse(input);
  return result.success ? { ok: true, value: result.data } : { ok: false, problem: problemFromZod(result.error) };
}

/** Whether it says that it is one. */
export const isRecordingLike = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && 'patchbayRecording' in input;
