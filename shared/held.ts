import { z } from 'zod';
import { patternSchema } from './flow/pattern.ts';
import { idSchema } from './ids.ts';
import { jsonSchema } from './json.ts';

/** Messages that breakpoints (faults of the kind `hold`) hold: how they are told, and what can be done with them. */

/** A session holds no more than this at a time: what comes then passes the breakpoint, and says so. */
export const maxHeld = 200;
/** Characters of the payload that the list shows. */
export const maxHeldPreview = 200;

export const heldIdSchema = z.string().regex(/^[0-9a-f]{16}$/, 'a held message is named by 16 hex digits');

/**
 * Who waits for what comes of it. `gaveUp` and `answered`: nobody any more; released, it does its work all the same, and its
 * reply is an orphan. `nobody`: it is an event.
 */
export const heldCallers = ['waits', 'gaveUp', 'answered', 'nobody'] as const;
export type HeldCaller = (typeof heldCallers)[number];

export const heldMessageSchema = z.object({
  id: z.string(),
  /** Its breakpoint. */
  fault: z.string(),
  traceId: z.string(),
  hopId: z.string(),
  pattern: patternSchema,
  kind: z.enum(['request', 'event']),
  leg: z.enum(['request', 'reply']),
  attempt: z.number().optional(),
  /** Where it is held: on a wire, with the caller's service and replica, or at a listener, with those of the called one. */
  service: z.string().optional(),
  replica: z.number().optional(),
  wire: z.string().optional(),
  listener: z.string().optional(),
  handler: z.string().optional(),
  broker: z.string().optional(),
  external: z.string().optional(),
  /** Until the moment of telling, as `leftMs`: spans and not moments, since clocks differ. */
  heldMs: z.number(),
  caller: z.enum(heldCallers),
  /** How long the caller goes on waiting; left out when it has no timeout. */
  leftMs: z.number().optional(),
  /** The beginning of the payload's JSON. */
  preview: z.string(),
  /** What it carries is the error of a reply. */
  isError: z.literal(true).optional(),
});
export type HeldMessage = z.infer<typeof heldMessageSchema>;

export const heldActSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('release') }),
  z.strictObject({ do: z.literal('drop') }),
  /** It arrives twice. */
  z.strictObject({ do: z.literal('duplicate') }),
  /** It goes on with this payload in place of its own; of a failed reply that is the error. */
  z.strictObject({ do: z.literal('edit'), data: jsonSchema }),
  /** To another place in the order in which they go on: after that one, or to the front. */
  z.strictObject({ do: z.literal('move'), after: heldIdSchema.optional() }),
]);
export type HeldAct = z.infer<typeof heldActSchema>;

/** The fields of a `HeldAct` side by side, as whoever asks for one writes them. */
export const heldActFields = {
  do: z.enum(['release', 'drop', 'duplicate', 'edit', 'move']),
  /** With `edit`, and only then. */
  data: jsonSchema.optional(),
  /** With `move`, and only then. */
  after: heldIdSchema.optional(),
} as const;

/** All that are held, or those of one breakpoint, in their order. */
export const heldActOnAllSchema = z.object({ do: z.enum(['release', 'drop']), fault: idSchema.optional() });
export type HeldActOnAll = z.infer<typeof heldActOnAllSchema>;

export const heldContentSchema = z.object({ data: jsonSchema.optional(), error: jsonSchema.optional() });
/** What a held message carries, whole: `error` of a failed reply, else `data`. */
export type HeldContent = z.infer<typeof heldContentSchema>;
