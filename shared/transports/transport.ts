import { z } from 'zod';
import { idSchema } from '../ids.ts';

/** The transports a listener can have, and whether messages go through a broker. The list grows; each is one word everywhere. */
export const transports = {
  http: { viaBroker: false },
  tcp: { viaBroker: false },
  redis: { viaBroker: true },
} as const;

export type Transport = keyof typeof transports;

export const brokerTransportSchema = z.enum(['redis']);

const portSchema = z.number().int().min(1).max(65_535);

/** Routes of an HTTP server. `port` is chosen freely when left out; replica i listens on port + i. */
const httpListenerSchema = z.strictObject({ transport: z.literal('http'), port: portSchema.optional() });

/** NestJS TCP. `port` as for http. */
const tcpListenerSchema = z.strictObject({ transport: z.literal('tcp'), port: portSchema.optional() });

/** NestJS over Redis pub/sub, on the broker with this id. */
const redisListenerSchema = z.strictObject({ transport: z.literal('redis'), broker: idSchema });

/** One way into a service. */
export const listenerSchema = z.discriminatedUnion('transport', [
  httpListenerSchema,
  tcpListenerSchema,
  redisListenerSchema,
]);
export type Listener = z.infer<typeof listenerSchema>;
