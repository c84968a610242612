import { z } from 'zod';
import { idSchema } from '../ids.ts';
import { policiesSchema } from '../policies/policies.ts';
import { expressionSchema } from '../steps/texts.ts';
import { stepsSchema } from '../steps/step.ts';
import { expectsSchema, filterSchema } from './nestSettings.ts';
import { brokerSourceSchema, brokerTransportSchema, listenerSchema, rmqQueueSchema } from '../transports/transport.ts';
import { patternSchema } from './pattern.ts';

/** The Flow format, version 1: what is drawn, saved, shared and run. A public contract, described in docs/protocol.md. */

/** Longest name of anything drawn, in UTF-16 units. */
export const maxNameLength = 80;
const nameSchema = z.string().trim().min(1, 'a name cannot be empty').max(maxNameLength);
const coordinate = z.number().min(-1e6).max(1e6);

export const positionSchema = z.strictObject({ x: coordinate, y: coordinate });
export type Position = z.infer<typeof positionSchema>;

/** `POST /orders/:id`: a verb and a path. */
export const routePattern = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) (\/[A-Za-z0-9_\-./:~%]{0,199})$/;
export const routeSchema = z.string().regex(routePattern, 'a route is a verb and a path such as "POST /orders/:id"');
/** As `routeSchema`, but a request may carry a query string. */
export const requestSchema = z
  .string()
  .max(2000)
  .regex(
    /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \/[^\s]*$/,
    'a request is a verb and a path such as "GET /users?page=2"',
  );

export const triggerSchema = z.union([
  z.strictObject({ http: routeSchema }),
  z.strictObject({ message: patternSchema }),
  z.strictObject({ event: patternSchema }),
]);
/** What a handler answers: an HTTP route, a message pattern or an event pattern. */
export type Trigger = z.infer<typeof triggerSchema>;

export const handlerSchema = z.strictObject({
  on: triggerSchema,
  steps: stepsSchema,
  /** What its payload, or over HTTP its body, has to be like; the service's `validation` checks it. */
  expects: expectsSchema.optional(),
});
export type Handler = z.infer<typeof handlerSchema>;

export const serviceSchema = z.strictObject({
  name: nameSchema,
  position: positionSchema,
  replicas: z.number().int().min(1).max(9).default(1),
  /** Whether replicas share one store or each has its own. */
  store: z.enum(['shared', 'perReplica']).optional(),
  /** Whether it runs with the other services of its flow, or all its replicas in an operating-system process of their own. */
  process: z.enum(['shared', 'own']).optional(),
  /** Of a hybrid application: whether its microservices get its global filters and pipes. Nest's default is no. */
  inheritAppConfig: z.boolean().optional(),
  /** `app.useGlobalFilters` */
  filter: filterSchema.optional(),
  /** `app.useGlobalPipes(new ValidationPipe())`: handlers that say what they expect get nothing else. */
  validation: z.boolean().optional(),
  listeners: z.record(idSchema, listenerSchema).default({}),
  handlers: z.record(idSchema, handlerSchema).default({}),
});
export type Service = z.infer<typeof serviceSchema>;

export const brokerSchema = z.strictObject({
  name: nameSchema,
  transport: brokerTransportSchema,
  position: positionSchema,
  /** Which of the server's brokers it is, and no other. Without it the first that the server has, in this order. */
  source: brokerSourceSchema.optional(),
});
export type Broker = z.infer<typeof brokerSchema>;

/** Where the replicas of services say that they live, and who calls them finds them. */
export const registrySchema = z.strictObject({
  name: nameSchema,
  position: positionSchema,
  /** How often each replica says that it lives. */
  heartbeatMs: z.number().int().min(100).max(60_000).default(1000),
  /** One that has said nothing for so long leaves. */
  timeoutMs: z.number().int().min(200).max(300_000).default(3000),
});
export type Registry = z.infer<typeof registrySchema>;

export const wireSchema = z.strictObject({
  /** The injection token of the ClientProxy. */
  name: nameSchema,
  from: idSchema,
  /** A service, a broker or an external. */
  to: idSchema,
  policies: policiesSchema.optional(),
  /** To a RabbitMQ: the queue that it puts its messages into. Without one the listeners there say (`rmqRoute`). */
  queue: rmqQueueSchema.optional(),
  /** To a RabbitMQ: its messages outlive the broker in a durable queue. NestJS's default is that they do not. */
  persistent: z.boolean().optional(),
  /** To a tcp listener with TLS: how its client gets that wrong on purpose, without TLS or without trust in the certificate. */
  tls: z.enum(['none', 'untrusted']).optional(),
});
export type Wire = z.infer<typeof wireSchema>;

/** Unless a driver says otherwise it waits for no more answers than this. */
export const usualConcurrency = 64;

export const driverSchema = z.strictObject({
  name: nameSchema,
  position: positionSchema,
  /** A service with an http listener. */
  to: idSchema,
  request: requestSchema,
  data: expressionSchema.optional(),
  /** 0 sends only when asked. */
  perSecond: z.number().min(0).max(1000).default(0),
  /** The rate rises evenly to `perSecond` within this time. */
  rampMs: z.number().int().min(0).max(3_600_000).optional(),
  /** So many leave together, at the same rate on the whole. */
  burst: z.number().int().min(1).max(1000).optional(),
  /** So many wait for their answers at most (64 when left out); what is due meanwhile is passed over. */
  concurrency: z.number().int().min(1).max(1000).optional(),
  /** It stops by itself, whichever comes first. */
  stopAfterRequests: z.number().int().min(1).max(1_000_000).optional(),
  stopAfterMs: z.number().int().min(100).max(86_400_000).optional(),
});
export type Driver = z.infer<typeof driverSchema>;

export const externalSchema = z.strictObject({
  name: nameSchema,
  transport: z.enum(['tcp']),
  host: z.string().min(1).max(253),
  port: z.number().int().min(1).max(65_535),
  position: positionSchema,
});
export type External = z.infer<typeof externalSchema>;

export const noteSchema = z.strictObject({
  text: z.string().max(10_000),
  position: positionSchema,
  size: z.strictObject({ width: z.number().min(40).max(4000), height: z.number().min(40).max(4000) }).optional(),
});
export type Note = z.infer<typeof noteSchema>;

/** The colours a group can have. */
export const groupColours = ['gray', 'blue', 'teal', 'green', 'yellow', 'orange', 'red', 'violet'] as const;
export type GroupColour = (typeof groupColours)[number];

/** Smallest and largest side of a group. */
export const groupSide = { min: 80, max: 20_000 } as const;
const side = z.number().min(groupSide.min).max(groupSide.max);

/** A titled area behind the boxes. What stands inside it belongs to it: there is no list of members to go stale. */
export const groupSchema = z.strictObject({
  title: nameSchema,
  colour: z.enum(groupColours).default('gray'),
  position: positionSchema,
  size: z.strictObject({ width: side, height: side }),
});
export type Group = z.infer<typeof groupSchema>;

/** The schema of one item of each part of a Flow. */
export const itemSchemas = {
  services: serviceSchema,
  brokers: brokerSchema,
  wires: wireSchema,
  drivers: driverSchema,
  externals: externalSchema,
  notes: noteSchema,
  groups: groupSchema,
  registries: registrySchema,
} as const;

const items = <T extends z.ZodType>(item: T) => z.record(idSchema, item);
const record = <T extends z.ZodType>(item: T) => items(item).default({});

/** A flow that was accepted before. However much is in it, whoever drew it can read it again. */
export const savedFlowSchema = z.strictObject({
  version: z.literal(1),
  name: nameSchema,
  services: record(serviceSchema),
  brokers: record(brokerSchema),
  wires: record(wireSchema),
  drivers: record(driverSchema),
  externals: record(externalSchema),
  notes: record(noteSchema),
  /** Came later than the others: a flow without groups has no such part. */
  groups: items(groupSchema).optional(),
  /** As groups. */
  registries: items(registrySchema).optional(),
});

/** How many services, how many wires, and so on a flow may have. */
export const maxItems = 2000;

export const flowSchema = savedFlowSchema.superRefine((flow, context) => {
  for (const part of parts) {
    if (Object.keys(flow[part] ?? {}).length <= maxItems) continue;
    context.addIssue({ code: 'custom', path: [part], message: `at most ${maxItems} of a kind` });
  }
});
export type Flow = z.infer<typeof flowSchema>;

export type Part = keyof typeof itemSchemas;
export const parts = [
  'services',
  'brokers',
  'wires',
  'drivers',
  'externals',
  'notes',
  'groups',
  'registries',
] as const satisfies readonly Part[];
/** The parts whose items stand somewhere on the canvas. */
export const placedParts = [
  'services',
  'brokers',
  'drivers',
  'externals',
  'notes',
  'groups',
  'registries',
] as const satisfies readonly Part[];
export type PlacedPart = (typeof placedParts)[number];

export const emptyFlow = (name = 'Untitled'): Flow => ({
  version: 1,
  name,
  services: {},
  brokers: {},
  wires: {},
  drivers: {},
  externals: {},
  notes: {},
});
