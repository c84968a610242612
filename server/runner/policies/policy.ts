import type { Observable } from 'rxjs';
import type { Policies, PolicyKind } from '#shared/policies/policies.ts';
import type { HopEvent, HopEventType } from '#shared/trace.ts';

type Details = Pick<
  Partial<HopEvent>,
  'note' | 'data' | 'error' | 'attempt' | 'attempts' | 'delayMs' | 'policy' | 'breaker' | 'winner'
>;

/** One call over a wire, or one attempt of it, as its policies see it. */
export interface PolicyCall {
  /** What is sent. */
  data: unknown;
  /** `emit`: nobody waits for a value, and only handing the message over can fail. */
  isEvent: boolean;
  /** How many times the message was sent so far. */
  attemptsMade: () => number;
  /** Tells what the policy did, as an event of the call's hop. */
  report: (type: HopEventType, details: Details) => void;
}

/** Goes around a call. `source$` sends once per subscription; subscribing again is another attempt. */
export type Policy = (source$: Observable<unknown>, call: PolicyCall) => Observable<unknown>;

export interface PolicyContext {
  /** Seeded, in [0, 1). */
  random: () => number;
  /** Milliseconds of a clock that never steps back. */
  nowMs: () => number;
  /** The transport has deadlines: caller and callee both know when the caller gives up. */
  hasDeadline?: boolean | undefined;
  /** Says when the wire, or the process of its caller, ends: nothing may wait any longer. */
  ended$: Observable<unknown>;
}

export interface MadePolicy {
  around: Policy;
  /** Why it cannot do what is wanted, and below which setting. */
  mistake?: { message: string; field: string } | undefined;
  /** No call begins with it any more; those under way go on. */
  close?: (() => void) | undefined;
}

/** The policies that stand around a call; idempotency only marks the message. */
export type AroundKind = Exclude<PolicyKind, 'idempotency'>;

/** Made once per replica of the caller and change of the settings, so a policy may keep state between calls. */
export type MakePolicy<K extends AroundKind> = (
  settings: NonNullable<Policies[K]>,
  context: PolicyContext,
) => MadePolicy;
