import { defer, type Observable } from 'rxjs';
import type { Policies } from '#shared/policies/policies.ts';
import type { Policy, PolicyCall, PolicyContext } from './policy.ts';
import { WirePolicies } from './wirePolicies.ts';

/** For the tests of policies: a call that remembers what was reported. */
export function policyCall(parts: Partial<PolicyCall> = {}): PolicyCall & { reported: unknown[] } {
  const reported: unknown[] = [];
  return {
    data: {},
    isEvent: false,
    attemptsMade: () => 0,
    ...parts,
    reported,
    report: (type, details) => reported.push([type, details]),
  };
}

/** All of a wire's policies around a source. */
export function wired(settings: Policies, context: Partial<Omit<PolicyContext, 'ended$'>> = {}): Policy {
  const policies = new WirePolicies({ random: () => 1, nowMs: () => 0, ...context });
  policies.retune(settings);
  const { aroundCall, aroundAttempt } = policies.stack;
  return (source$, call) => aroundCall(aroundAttempt(source$, call), call);
}

/** A source that does another thing each time it is subscribed to; `count()` says how often that was. */
export function attempts(...each: (() => Observable<unknown>)[]): Observable<unknown> & { count: () => number } {
  let made = 0;
  const source$ = defer(() => {
    const next = each[Math.min(made, each.length - 1)];
    made += 1;
    if (next === undefined) throw new Error('a test without attempts');
    return next();
  });
  return Object.assign(source$, { count: () => made });
}
