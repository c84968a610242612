import { z } from 'zod';

/** What a link shows: a trace in one of its views, or one message of it. */
const traceLinkSchema = z.object({
  trace: z.string().regex(/^[0-9a-f]{32}$/),
  hop: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  view: z.enum(['timeline', 'sequence', 'messages']).default('timeline'),
});
export type TraceLink = z.infer<typeof traceLinkSchema>;

/** `#trace=…&hop=…&view=sequence`, to be put behind the address of a session. */
export function traceHash({ trace, hop, view }: TraceLink): string {
  const fields = new URLSearchParams({ trace, ...(hop === undefined ? {} : { hop }), view });
  return `#${fields}`;
}

/** Undefined when the address asks for no trace, or in a way that nobody can read. */
export function readTraceHash(hash: string): TraceLink | undefined {
  const fields = Object.fromEntries(new URLSearchParams(hash.replace(/^#/, '')));
  const parsed = traceLinkSchema.safeParse(fields);
  return parsed.success ? parsed.data : undefined;
}
