import { z } from 'zod';
import { brokerContentsSchema } from './brokerContents.ts';
import { messageBytesSchema } from './bytes/messageBytes.ts';
import { faultSchema } from './faults/fault.ts';
import { faultProgressSchema } from './faults/progress.ts';
import { savedFlowSchema } from './flow/flow.ts';
import { patternSchema } from './flow/pattern.ts';
import { heldActOnAllSchema, heldActSchema, heldContentSchema, heldMessageSchema } from './held.ts';
import { jsonSchema } from './json.ts';
import { problemSchema, runnerStatusSchema } from './status.ts';
import { expressionSchema, scopeNamePattern } from './steps/texts.ts';
import type { UnnumberedEvent } from './trace.ts';

/** What server and runner say to each other over the IPC channel of the child process. Both sides parse what comes in, once. */

/** A broker as the runner reaches it. `prefix` goes before every pattern on a broker that other sessions share. */
export const brokerAddressSchema = z.object({
  host: z.string(),
  port: z.number(),
  username: z.string().optional(),
  password: z.string().optional(),
  prefix: z.string().optional(),
});
export type BrokerAddress = z.infer<typeof brokerAddressSchema>;

/** What shall be alive. `revision` is the flow's; a broker of the flow that is not here is not available (its problem is the server's to tell). */
export const planSchema = z.object({
  session: z.string(),
  /** What everything random is drawn from; the session's name unless it is there. */
  seed: z.string().optional(),
  /** The one service that this process is for. Without it: all that have no process of their own, and the drivers. */
  apart: z.string().optional(),
  revision: z.number(),
  flow: savedFlowSchema,
  brokers: z.record(z.string(), brokerAddressSchema),
  faults: z.array(faultSchema),
  /** Of `faults`: more with each change of them. */
  faultsRevision: z.number().optional(),
  /** Public ports that replicas had in an earlier process, by service, replica and listener. */
  ports: z.record(z.string(), z.array(z.record(z.string(), z.number()))).optional(),
  allowedHosts: z.array(z.string()),
});
export type Plan = z.infer<typeof planSchema>;

const peerSchema = z.object({
  replica: z.number(),
  host: z.string(),
  port: z.number(),
  /** Its certificate as PEM, when it is reached by TLS. */
  cert: z.string().optional(),
});

/** A service that lives in another process of the session, as far as wires and drivers must know. */
export const hostedSchema = z.object({
  /** Where the Nest applications themselves listen, by listener: replicas that are up. */
  peers: z.record(z.string(), z.array(peerSchema)),
  /** Public ports. */
  httpPorts: z.array(z.number()),
  /** A replica is about to come up. */
  isAwaited: z.boolean(),
});
export type Hosted = z.infer<typeof hostedSchema>;

export const messageToSendSchema = z.object({
  wire: z.string(),
  pattern: patternSchema,
  data: jsonSchema.optional(),
  kind: z.enum(['request', 'event']),
  /** Of an earlier call that this one repeats: its handler runs once for both. */
  idempotencyKey: z.string().optional(),
});
export type MessageToSend = z.infer<typeof messageToSendSchema>;

const scopeName = z
  .string()
  .regex(scopeNamePattern, 'a name in scope is a JavaScript identifier of at most 40 characters');
const few = 200;

/** An expression, to be tried on given values. */
export const trialSchema = z.strictObject({
  expression: expressionSchema,
  /** A `template` is a text in which `${expression}` parts are filled in. */
  syntax: z.enum(['expression', 'template']).default('expression'),
  /** The values of the names that it may use. */
  scope: z.record(scopeName, jsonSchema).refine((scope) => Object.keys(scope).length <= few, `at most ${few} names`),
  /** Names that exist without a value: they are undefined, not an error. */
  names: z.array(scopeName).max(few).default([]),
});
export type Trial = z.infer<typeof trialSchema>;

export const runnerCommandSchema = z.discriminatedUnion('do', [
  /** Makes the plan live; answers `status` when every service is up or has said why not. */
  z.object({ do: z.literal('apply'), plan: planSchema }),
  z.object({
    do: z.literal('setFaults'),
    faults: z.array(faultSchema),
    faultsRevision: z.number().optional(),
    /** Of those that have ended by themselves only these begin anew: what the asker has not heard of yet stays ended. Without it all do. */
    anew: z.array(z.string()).optional(),
  }),
  /** The services in other processes of the session, all of them. */
  z.object({ do: z.literal('meet'), services: z.record(z.string(), hostedSchema) }),
  z.object({ do: z.literal('send'), message: messageToSendSchema }),
  /** One request of a driver; `data` is sent instead of what its expression gives. */
  z.object({ do: z.literal('drive'), driver: z.string(), data: jsonSchema.optional() }),
  /** A driver with a rate begins, from the beginning, or stops. */
  z.object({ do: z.literal('actOnDriver'), driver: z.string(), action: z.enum(['start', 'stop']) }),
  /** Kill cuts every connection at once, stop closes gracefully; both stay down until start. */
  z.object({
    do: z.literal('actOnService'),
    service: z.string(),
    action: z.enum(['kill', 'stop', 'start', 'restart']),
    replica: z.number().optional(),
  }),
  z.object({
    do: z.literal('actOnRegistry'),
    registry: z.string(),
    action: z.enum(['kill', 'stop', 'start', 'restart']),
  }),
  /** Who is on its list. */
  z.object({ do: z.literal('readRegistry'), registry: z.string() }),
  z.object({ do: z.literal('try'), trial: trialSchema }),
  /** The whole payload of a message that a breakpoint holds. */
  z.object({ do: z.literal('readHeld'), message: z.string() }),
  z.object({ do: z.literal('actOnHeld'), message: z.string(), act: heldActSchema }),
  z.object({ do: z.literal('actOnAllHeld'), act: heldActOnAllSchema }),
  /** The bytes in which a message crossed the links of this process. */
  z.object({ do: z.literal('readBytes'), traceId: z.string(), hopId: z.string() }),
  z.object({ do: z.literal('ping') }),
  /** Closes everything and ends the process. */
  z.object({ do: z.literal('close') }),
]);
export type RunnerCommand = z.infer<typeof runnerCommandSchema>;

/** Server → runner. */
export const toRunnerSchema = z.object({ id: z.number(), command: runnerCommandSchema });
export type ToRunner = z.infer<typeof toRunnerSchema>;

/** What the NestJS caller got: one value, several, or the error exactly as it was. */
export const sendResultSchema = z.object({
  traceId: z.string(),
  durationMs: z.number(),
  reply: jsonSchema.optional(),
  replies: z.array(jsonSchema).optional(),
  error: jsonSchema.optional(),
});
export type SendResult = z.infer<typeof sendResultSchema>;

export const driveResultSchema = z.object({
  traceId: z.string(),
  durationMs: z.number(),
  status: z.number().optional(),
  body: jsonSchema.optional(),
  error: jsonSchema.optional(),
});
export type DriveResult = z.infer<typeof driveResultSchema>;

/** What an expression gave: no `value` is `undefined`. An expression that fails is content: `error` is what its step would throw. */
export const trialResultSchema = z.object({
  value: jsonSchema.optional(),
  error: z
    .object({
      kind: z.enum(['syntax', 'runtime', 'deadline', 'memory', 'size']),
      message: z.string(),
      /** Both counted from 1, in the text as it was typed. */
      line: z.number().optional(),
      column: z.number().optional(),
    })
    .optional(),
});
export type TrialResult = z.infer<typeof trialResultSchema>;

export const runnerAnswerSchema = z.union([
  z.object({ ok: z.literal(false), problem: problemSchema }),
  z.object({
    ok: z.literal(true),
    status: runnerStatusSchema.optional(),
    sent: sendResultSchema.optional(),
    driven: driveResultSchema.optional(),
    tried: trialResultSchema.optional(),
    held: heldContentSchema.optional(),
    contents: brokerContentsSchema.optional(),
    bytes: messageBytesSchema.optional(),
    /** On how many held messages. */
    acted: z.number().optional(),
    /** What the process takes of the machine's memory; answers a ping. */
    memoryBytes: z.number().optional(),
  }),
]);
export type RunnerAnswer = z.infer<typeof runnerAnswerSchema>;

/** Events are looked at only as far as "a list of objects": they are many, and our own runner made them. */
const eventsSchema = z.array(z.custom<UnnumberedEvent>((value) => typeof value === 'object' && value !== null));

/** Runner → server. */
export const fromRunnerSchema = z.discriminatedUnion('say', [
  /** The process is loaded and waits for a plan. */
  z.object({ say: z.literal('hello') }),
  z.object({ say: z.literal('answer'), id: z.number(), answer: runnerAnswerSchema }),
  /** A batch, at most every 50 ms. `dropped` counts events given up because the batch was full. */
  z.object({ say: z.literal('events'), events: eventsSchema, dropped: z.number().optional() }),
  z.object({ say: z.literal('status'), status: runnerStatusSchema }),
  /** The services of this process have other addresses; said only in a session of several processes. */
  z.object({ say: z.literal('hosting'), services: z.record(z.string(), hostedSchema) }),
  /** A fault ended by itself (count or time): the one of those that were on then, which a later one may have followed. */
  z.object({ say: z.literal('faultEnded'), fault: z.string(), faultsRevision: z.number() }),
  /** Hits and remaining times of all faults that are on, at most every 200 ms. */
  z.object({ say: z.literal('faultProgress'), progress: faultProgressSchema }),
  /** All that breakpoints hold, in order, whenever it is another: at most every 50 ms, and before the answer to who changed it. */
  z.object({ say: z.literal('held'), held: z.array(heldMessageSchema) }),
]);
export type FromRunner = z.infer<typeof fromRunnerSchema>;
