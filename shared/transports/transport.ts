import { z } from 'zod';
import { idSchema } from '../ids.ts';

/** The transports a listener can have, and whether messages go through a broker. The list grows; each is one word everywhere. */
export const transports = {
  http: { viaBroker: false },
  tcp: { viaBroker: false },
  redis: { viaBroker: true },
  nats: { viaBroker: true },
  kafka: { viaBroker: true },
  grpc: { viaBroker: false },
  mqtt: { viaBroker: true },
  rmq: { viaBroker: true },
} as const;

export type Transport = keyof typeof transports;

export const brokerTransportSchema = z.enum(['redis', 'nats', 'kafka', 'mqtt', 'rmq']);

/** Where a broker comes from: one that the server's environment names, a real one that it starts, or the one that comes with it. */
export const brokerSources = ['configured', 'private', 'built-in'] as const;
export const brokerSourceSchema = z.enum(brokerSources);
export type BrokerSource = (typeof brokerSources)[number];

const portSchema = z.number().int().min(1).max(65_535);

/** Routes of an HTTP server. `port` is chosen freely when left out; replica i listens on port + i. */
const httpListenerSchema = z.strictObject({ transport: z.literal('http'), port: portSchema.optional() });

/**
 * NestJS TCP. `port` as for http. With `registry` its replicas register there, and wires to it take turns among them. With `tls`
 * it has a certificate that its process has signed itself (`tlsOptions`), which wires to it trust. `noDelay: false` leaves Nagle's
 * algorithm on, as NestJS itself does: the second of two frames waits until the first one is acknowledged, about 40 ms.
 */
const tcpListenerSchema = z.strictObject({
  transport: z.literal('tcp'),
  port: portSchema.optional(),
  registry: idSchema.optional(),
  tls: z.boolean().optional(),
  noDelay: z.boolean().optional(),
});

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

/** A group's name on a Kafka that others use, too. */
export const groupIdSchema = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[a-zA-Z0-9._-]+$/, 'A consumer group is one word of letters, digits, dots, hyphens and underscores.');

/** Of a topic, when a listener does not say. */
export const kafkaPartitions = 3;
export const maxKafkaPartitions = 32;

/**
 * NestJS over topics of Kafka, on the broker with this id. The members of a consumer group share the partitions of each
 * topic: without `groupId` the replicas of a service are one. A new group reads from the beginning of a topic, unless
 * `fromBeginning` is false. `partitions`: of each topic, at least.
 */
const kafkaListenerSchema = z.strictObject({
  transport: z.literal('kafka'),
  broker: idSchema,
  groupId: groupIdSchema.optional(),
  fromBeginning: z.boolean().optional(),
  partitions: z.number().int().min(1).max(maxKafkaPartitions).optional(),
});
/** NestJS gRPC: one rpc per message pattern, by the .proto of grpcContract.ts. `port` and `registry` as for tcp. */
const grpcListenerSchema = z.strictObject({
  transport: z.literal('grpc'),
  port: portSchema.optional(),
  registry: idSchema.optional(),
});

/** The name of a group stands in the filter itself: `$share/<group>/<topic>`. */
export const groupSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\w.-]+$/, 'A group is one word of letters, digits, dots and dashes.');

/**
 * NestJS over MQTT topics, on the broker with this id. Of all services and replicas that name the same `group`, one receives
 * each message; without one all do. `qos` is what subscriptions ask for, and what replies and the wires to this broker publish
 * with; 0 when left out, as in NestJS.
 */
const mqttListenerSchema = z.strictObject({
  transport: z.literal('mqtt'),
  broker: idSchema,
  group: groupSchema.optional(),
  qos: z.union([z.literal(0), z.literal(1), z.literal(2)]).optional(),
});

/** A queue of RabbitMQ; names that begin with `amq.` are the broker's own. */
export const rmqQueueSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^(?!amq\.)[^\s\p{Cc}]+$/u, 'A queue is one word without spaces that does not begin with "amq.".');

/**
 * NestJS over RabbitMQ, on the broker with this id. All that name the same queue take turns. What is left out is as NestJS has
 * it: the queue `default`, durable, acknowledged as it is handed over (`noAck`), any number of messages at once.
 */
const rmqListenerSchema = z.strictObject({
  transport: z.literal('rmq'),
  broker: idSchema,
  queue: rmqQueueSchema.optional(),
  durable: z.boolean().optional(),
  /** False: a message is acknowledged when it has been handled, and given up when its handler throws. */
  noAck: z.boolean().optional(),
  /** How many it may have without having acknowledged them; of no effect with `noAck`. */
  prefetch: z.number().int().min(1).max(65_535).optional(),
  /** The queue is bound to the topic exchange by the patterns of its handlers (NestJS: `wildcards`). */
  exchange: z.literal('topic').optional(),
  /** Where messages go that were given up: another queue of the same broker. */
  deadLetterQueue: rmqQueueSchema.optional(),
});

/** One way into a service. */
export const listenerSchema = z.discriminatedUnion('transport', [
  httpListenerSchema,
  tcpListenerSchema,
  redisListenerSchema,
  natsListenerSchema,
  kafkaListenerSchema,
  grpcListenerSchema,
  mqttListenerSchema,
  rmqListenerSchema,
]);
export type Listener = z.infer<typeof listenerSchema>;
