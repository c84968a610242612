import { z } from 'zod';
import { idSchema } from '../ids.ts';

/** The transports a listener can have, and whether messages go through a broker. The list grows; each is one word everywhere. */
export const transports = {
  http: { viaBroker: false },
  tcp: { viaBroker: false },
  redis: { viaBroker: true },
  nats: { viaBroker: true },
} as const;

export type Transport = keyof typeof transports;

export const brokerTransportSchema = z.enum(['redis', 'nats']);

const portSchema = z.number().int().min(1).max(65_535);

/** Routes of an HTTP server. `port` is chosen freely when left out; replica i listens on port + i. */
const httpListenerSchema = z.strictObject({ transport: z.literal('http'), port: portSchema.optional() });

/** NestJS TCP. `port` as for http. */
const tcpListenerSchema = z.strictObject({ transport: z.literal('tcp'), port: portSchema.optional() });

/** NestJS over Redis pub/sub, on the broker with this id. */
const redisListenerSchema = z.strictObject({ transport: z.literal('redis'), broker: idSchema });

/** A queue name goes into the protocol's own line, so it is one word. */
export const queueSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[^\s*>]+$/, 'A queue group is one word without spaces, * and >.');

/**
 * NestJS over NATS subjects, on the broker with this id. Of all services and replicas that name the same `queue`, one
 * receives each message; without one all do.
 */
const natsListenerSchema = z.strictObject({
  transport: z.literal('nats'),
  broker: idSchema,
  queue: queueSchema.optional(),
});

/** One way into a service. */
export const listenerSchema = z.discriminatedUnion('transport', [
  httpListenerSchema,
  tcpListenerSchema,
  redisListenerSchema,
  natsListenerSchema,
]);
export type Listener = z.infer<typeof listenerSchema>;
