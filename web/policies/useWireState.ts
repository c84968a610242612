import { useCallback, useSyncExternalStore } from 'react';
import type { Policies } from '#shared/policies/policies.ts';
import type { TraceEvent } from '#shared/trace.ts';
import { WireWatch, type WireState } from './wireState.ts';

/** What the policies on the screen are doing: looked at four times a second, whatever the traffic. */

const watch = new WireWatch();
const idle: WireState = { breaker: undefined, retry: undefined, slots: undefined, tokens: undefined };
const refreshMs = 250;

interface Shown {
  policies: Policies;
  state: WireState;
  text: string;
  listeners: Set<() => void>;
}
const shown = new Map<string, Shown>();
let timer: ReturnType<typeof setInterval> | undefined;
/** Offset between the server's clock and this page's, from the newest event. */
let lagUs = 0;

/** Fed with every event, from the beginning of the session. */
export function watchPolicies(events: readonly TraceEvent[], missed: number): void {
  // What ended among the missed ones would seem to go on for ever.
  if (missed > 0) watch.clear();
  watch.take(events);
  const newest = events.at(-1);
  if (newest !== undefined) lagUs = Date.now() * 1000 - newest.atUs;
}

export function forgetPolicies(): void {
  watch.clear();
}

/** What somebody looks at who looks back; only asked for when a policy is on the screen. */
let then: { watch: () => WireWatch; nowUs: number } | undefined;

export function showPoliciesAt(moment: typeof then): void {
  then = moment;
  refresh();
}

function look(wire: string, one: Shown): boolean {
  const seen = then?.watch() ?? watch;
  const state = seen.read(wire, one.policies, then?.nowUs ?? Date.now() * 1000 - lagUs);
  const text = JSON.stringify(state, (_key, value: unknown) =>
    typeof value === 'number' ? Math.round(value / 100) : value,
  );
  const exact = JSON.stringify([state.breaker?.failures, state.retry?.attempt, state.slots, state.tokens]);
  if (text + exact === one.text) return false;
  one.state = state;
  one.text = text + exact;
  return true;
}

function refresh(): void {
  for (const [wire, one] of shown) if (look(wire, one)) for (const listener of one.listeners) listener();
}

/** Whether these do anything that changes with the calls. */
const isLive = ({ breaker, retry, bulkhead, rate }: Policies): boolean =>
  breaker !== undefined || retry !== undefined || bulkhead !== undefined || rate !== undefined;

/** The live state of a wire with these policies. A wire without such policies costs nothing. */
export function useWireState(wire: string, policies: Policies): WireState {
  const isWatched = isLive(policies);
  const subscribe = useCallback(
    (listener: () => void) => {
      if (!isWatched) return () => undefined;
      const one = shown.get(wire) ?? { policies, state: idle, text: '', listeners: new Set() };
      one.policies = policies;
      one.listeners.add(listener);
      shown.set(wire, one);
      look(wire, one);
      timer ??= setInterval(refresh, refreshMs);
      return () => {
        one.listeners.delete(listener);
        if (one.listeners.size === 0) shown.delete(wire);
        if (shown.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
    [wire, policies, isWatched],
  );
  return useSyncExternalStore(subscribe, () => (isWatched ? (shown.get(wire)?.state ?? idle) : idle));
}
