import { z } from 'zod';
import { transports, type Transport } from '../transports/transport.ts';

/** The bytes in which one message crossed the sockets of its playground: what `readBytes` gives. */

const spanSchema = z.object({ at: z.number(), length: z.number() });

const fieldSchema = spanSchema.extend({
  name: z.string(),
  value: z.string(),
  says: z.string(),
  part: z.string().optional(),
});

/** One frame of the protocol; `at` of it and of its fields counts from the first of the crossing's bytes. */
const frameViewSchema = spanSchema.extend({
  name: z.string(),
  /** Where it begins in all that this leg of the connection has carried. */
  streamAt: z.number(),
  fields: z.array(fieldSchema),
});
export type FrameView = z.infer<typeof frameViewSchema>;

/** The message, or an answer to it, on one leg of one connection. */
const crossingSchema = z.object({
  role: z.enum(['request', 'reply']),
  /** Whose link it is: with `wire` the caller's, else that of a listener. Ids of the flow. */
  place: z.object({
    service: z.string().optional(),
    replica: z.number().optional(),
    wire: z.string().optional(),
    listener: z.string().optional(),
    broker: z.string().optional(),
    external: z.string().optional(),
  }),
  transport: z.enum(Object.keys(transports) as [Transport, ...Transport[]]),
  /** `request`: from whoever connected; `reply`: to them. */
  leg: z.enum(['request', 'reply']),
  /** `arrived`: what was left of it behind the faults of the link. Where there were none both are the same, and it is `sent`. */
  side: z.enum(['sent', 'arrived']),
  /** `host:port` of whoever connected to the link, the port of the link, and `host:port` of whom the link connected to. */
  ends: z.object({ client: z.string(), link: z.number(), target: z.string() }),
  /** Which connection of this process, from 1. */
  connection: z.number(),
  /** When its first and its last byte passed, in microseconds since 1970. */
  atUs: z.number(),
  endUs: z.number(),
  /** Base64; the beginning of it when `allBytes` is more. */
  bytes: z.string(),
  allBytes: z.number(),
  frames: z.array(frameViewSchema),
  /** What the application sent, within `bytes`. */
  packets: z.array(spanSchema),
});
export type Crossing = z.infer<typeof crossingSchema>;

export const messageBytesSchema = z.object({
  /** In the order in which they passed. */
  crossings: z.array(crossingSchema),
});
export type MessageBytes = z.infer<typeof messageBytesSchema>;

/** A longer one is shown as its beginning. */
export const maxCrossingBytes = 64 * 1024;
export const maxCrossings = 40;
