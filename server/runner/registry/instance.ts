import { z } from 'zod';

/** What is said to a registry and by it, over NestJS TCP. Strangers may speak to it too, so that both sides parse. */

/** One replica of a service, by one of its listeners. `host` and `port` are its public address. */
export const instanceSchema = z.object({
  id: z.string().min(1).max(120),
  service: z.string().min(1).max(40),
  listener: z.string().min(1).max(40),
  replica: z.number().int().min(0).max(8),
  host: z.string().min(1).max(253),
  port: z.number().int().min(1).max(65_535),
});
export type Instance = z.infer<typeof instanceSchema>;

/** Whose instances somebody wants to know. */
export const wantedSchema = z.object({ service: z.string().max(40), listener: z.string().max(40) });
export type Wanted = z.infer<typeof wantedSchema>;

/**
 * `isSettled`: false while the registry is younger than its timeout and may not have heard of all that live; as long as that
 * holds, `left` are those that said goodbye to it.
 */
export const instanceListSchema = z.object({
  instances: z.array(instanceSchema),
  isSettled: z.boolean(),
  left: z.array(z.string()),
});
export type InstanceList = z.infer<typeof instanceListSchema>;

/** The answer to `register` and `heartbeat`: whether it is on the list now, and when to be heard of again. */
export const heardSchema = z.object({ isKnown: z.boolean(), heartbeatMs: z.number() });
export type Heard = z.infer<typeof heardSchema>;

/** Who is meant by `heartbeat` and `leave`. */
export const goneSchema = z.object({ id: z.string().max(120) });

/** The patterns, one word each. */
export const patterns = {
  register: 'register',
  heartbeat: 'heartbeat',
  leave: 'leave',
  list: 'list',
  /** Answers with the list now, and again whenever it has changed. */
  watch: 'watch',
} as const;

export const instanceId = ({
  service,
  listener,
  replica,
}: Pick<Instance, 'service' | 'listener' | 'replica'>): string => `${service}/${listener}/${replica}`;
