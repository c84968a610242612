import type { Observable } from 'rxjs';
import type { Policies, PolicyKind } from '#shared/policies/policies.ts';
import type { HopEventType } from '#shared/trace.ts';

/** One call over a wire, as its policies see it. */
export interface PolicyCall {
  /** Tells what the policy did, as an event of the call's hop. */
  report: (type: HopEventType, details: { note?: string; attempt?: number }) => void;
}

/** Goes around a call. `source$` sends once per subscription; subscribing again is another attempt. */
export type Policy = (source$: Observable<unknown>, call: PolicyCall) => Observable<unknown>;

/** Made once per wire and change of its settings, so a policy may keep state between calls. */
export type MakePolicy<K extends PolicyKind> = (settings: NonNullable<Policies[K]>) => Policy;
