import { z } from 'zod';
import type { Problem } from '../problem.ts';
import { faultSchema, faultTargetSchema, type Fault } from './fault.ts';
import { faultMs } from './faultMs.ts';

/** The chaos monkey: what it may break, where and how often. It belongs to the session, as faults do, never to the Flow. */

/** What the monkey decides by itself. */
const decided = ['id', 'target', 'seed', 'forMs'] as const;
type WithoutDecided<F> = F extends Fault ? Omit<F, (typeof decided)[number]> : never;

/** A kind of fault with its settings: a Fault without the fields that the monkey fills in. */
export type MonkeyFault = WithoutDecided<Fault>;

const monkeyFaultSchema = z.unknown().transform((value, context): MonkeyFault => {
  const given = typeof value === 'object' && value !== null ? value : {};
  const own = decided.find((field) => Object.hasOwn(given, field));
  if (own !== undefined) {
    context.addIssue({ code: 'custom', path: [own], message: `the monkey fills in "${own}" by itself; leave it out` });
    return z.NEVER;
  }
  const parsed = faultSchema.safeParse({ ...given, id: 'monkey', target: { wire: 'any' } });
  if (!parsed.success) {
    for (const issue of parsed.error.issues) context.addIssue({ ...issue });
    return z.NEVER;
  }
  const { id: _id, target: _target, seed: _seed, forMs: _forMs, ...fault } = parsed.data;
  return fault;
});

const maxRunMs = 24 * 3_600_000;

export const monkeySettingsSchema = z
  .strictObject({
    /** One of these at a time, drawn by the seed. */
    faults: z.array(monkeyFaultSchema).min(1, 'choose at least one kind of fault').max(50),
    /** `any`: every wire, handler, service and broker that one of the faults can act on. */
    targets: z.union([z.literal('any'), z.array(faultTargetSchema).min(1).max(100)]).default('any'),
    /** An act every so many milliseconds, each of them up to `jitterMs` sooner or later. The first comes at once. */
    everyMs: z.number().int().min(100).max(600_000).default(2000),
    jitterMs: z.number().int().min(0).max(600_000).default(0),
    /** How long each fault lasts. */
    eachForMs: faultMs.min(100).default(3000),
    /** Sits out an act when so many of its faults are on. */
    atOnce: z.number().int().min(1).max(20).default(2),
    /** Drawn by the server when it is left out. The same seed on the same flow makes the same plan. */
    seed: z.number().int().min(0).max(0xffff_ffff).optional(),
    /** Ends after this time. */
    forMs: z.number().int().min(100).max(maxRunMs).optional(),
    /** Ends after so many faults, when the last of them is over. */
    count: z.number().int().min(1).max(1_000_000).optional(),
  })
  .refine(({ everyMs, jitterMs }) => jitterMs <= everyMs, {
    path: ['jitterMs'],
    message: 'an act cannot come sooner than the one before it: at most everyMs',
  });
export type MonkeyInput = z.input<typeof monkeySettingsSchema>;
type Parsed = z.output<typeof monkeySettingsSchema>;

/** With the seed drawn. */
export type MonkeySettings = Parsed & { seed: number };

/** Why a monkey has ended. */
export type MonkeyEnd =
  /** somebody said so */
  | 'told'
  /** everything was mended */
  | 'mended'
  /** `forMs` or `count` */
  | 'done'
  /** another one has taken its place */
  | 'replaced';

/** A monkey as everybody in the session sees it; one that has ended is kept, so that it can be run again. */
export interface MonkeyView {
  settings: MonkeySettings;
  running: boolean;
  ended?: MonkeyEnd | undefined;
  /** Microseconds since 1970, on the clock of the TraceEvents. */
  startedAtUs: number;
  endedAtUs?: number | undefined;
  /** How many faults it has put on. */
  acts: number;
  /** Those of its faults that are on, by id. One that a person changes is that person's from then on. */
  faults: string[];
  /** Why its last act came to nothing. */
  problem?: Problem | undefined;
}
