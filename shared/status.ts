import { z } from 'zod';
import { problemStatus, type Problem, type ProblemCode } from './problem.ts';
import { brokerSourceSchema } from './transports/transport.ts';

/** What is alive, as `GET /api/sessions/:id` tells it. */
export const serviceStates = ['starting', 'up', 'degraded', 'down'] as const;
export const wireStates = ['idle', 'connected', 'reconnecting', 'disconnected', 'closed'] as const;

export const problemSchema = z.object({
  code: z.enum(Object.keys(problemStatus) as [ProblemCode, ...ProblemCode[]]),
  message: z.string(),
  at: z.string().optional(),
  severity: z.enum(['error', 'warning']).optional(),
});

/** What is wrong with something that runs, or should: whoever found it need not say that it is an error. */
const foundSchema: z.ZodType<Problem> = problemSchema.extend({
  severity: z.enum(['error', 'warning']).default('error'),
});

export const listenerStatusSchema = z.object({
  transport: z.string(),
  /** One per replica; 0 where that replica has none (down, or behind a broker). */
  ports: z.array(z.number()),
  state: z.enum(serviceStates),
});

/** Whether it can take messages and send them, and if not, why: a sentence each. */
export const serviceHealthSchema = z.object({ ready: z.boolean(), because: z.array(z.string()) });
export type ServiceHealth = z.infer<typeof serviceHealthSchema>;

export const serviceStatusSchema = z.object({
  state: z.enum(serviceStates),
  listeners: z.record(z.string(), listenerStatusSchema),
  replicas: z.array(z.object({ state: z.enum(serviceStates) })),
  /** Its own process, while it has one. `memoryMb` is what it takes of the machine's memory. */
  process: z.object({ pid: z.number(), memoryMb: z.number().optional() }).optional(),
  problems: z.array(foundSchema),
  /** The server's to tell, which knows the brokers as well. */
  health: serviceHealthSchema.optional(),
});
export type ServiceStatus = z.infer<typeof serviceStatusSchema>;
export type ServiceState = ServiceStatus['state'];

export const wireStatusSchema = z.object({ state: z.enum(wireStates), problem: foundSchema.optional() });
export type WireStatus = z.infer<typeof wireStatusSchema>;

export const driverStatusSchema = z.object({
  perSecond: z.number(),
  running: z.boolean(),
  /** Since it began to send by itself: what has left, and what was due while too many waited for their answers. */
  sent: z.number().optional(),
  passedOver: z.number().optional(),
});
export type DriverStatus = z.infer<typeof driverStatusSchema>;

export const registryStatusSchema = z.object({
  state: z.enum(['up', 'down']),
  /** Where it listens, by NestJS TCP; 0 while it is down. */
  port: z.number(),
  /** Who is on its list. `late`: a heartbeat is overdue, and it leaves if it stays silent. */
  instances: z.array(
    z.object({
      service: z.string(),
      listener: z.string(),
      replica: z.number(),
      address: z.string(),
      state: z.enum(['up', 'late']),
    }),
  ),
  problem: foundSchema.optional(),
});
export type RegistryStatus = z.infer<typeof registryStatusSchema>;

export const runnerStatusSchema = z.object({
  services: z.record(z.string(), serviceStatusSchema),
  wires: z.record(z.string(), wireStatusSchema),
  drivers: z.record(z.string(), driverStatusSchema),
  /** Not there in a flow without any. */
  registries: z.record(z.string(), registryStatusSchema).optional(),
});
/** What the runner knows about the live flow. */
export type RunnerStatus = z.infer<typeof runnerStatusSchema>;

export const brokerStatusSchema = z.object({
  state: z.enum(['starting', 'up', 'down']),
  source: brokerSourceSchema,
  /** Why the server has none of that source; what is left out it has. */
  missing: z.partialRecord(brokerSourceSchema, z.string()).optional(),
  port: z.number(),
  /** What the box says: `private redis-server 7.0.15`, `built-in, speaks Redis`. */
  label: z.string(),
  problem: foundSchema.optional(),
});
export type BrokerStatus = z.infer<typeof brokerStatusSchema>;

export type RunnerState = 'starting' | 'up' | 'restarting' | 'down';

/** Everything alive in a session. */
export interface SessionStatus extends RunnerStatus {
  runner: RunnerState;
  brokers: Record<string, BrokerStatus>;
}
