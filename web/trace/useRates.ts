import { useSyncExternalStore } from 'react';
import type { TraceEvent } from '#shared/trace.ts';
import { RateMeter, type Rates } from './rates.ts';
import { countDeliveries } from './useDeliveries.ts';

/** The rates on the boxes: looked at twice a second, whatever the traffic. */

const meter = new RateMeter();
const shown = new Map<string, Rates>();
const listeners = new Set<() => void>();
const idle: Rates = { perSecond: 0, p95Ms: undefined, errorShare: 0 };
const refreshMs = 500;
let timer: ReturnType<typeof setInterval> | undefined;
/** Offset between the server's clock and this page's, from the newest event. */
let lagUs = 0;

export function countEvents(events: readonly TraceEvent[]): void {
  meter.add(events);
  countDeliveries(events);
  const newest = events.at(-1);
  if (newest !== undefined) lagUs = Date.now() * 1000 - newest.atUs;
}

function refresh(): void {
  const nowUs = Date.now() * 1000 - lagUs;
  let hasChanged = false;
  for (const [key, before] of shown) {
    const now = meter.read(key, nowUs);
    if (now.perSecond === before.perSecond && now.p95Ms === before.p95Ms && now.errorShare === before.errorShare)
      continue;
    shown.set(key, now);
    hasChanged = true;
  }
  if (hasChanged) for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(refresh, refreshMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Rates of `service:orders`, `handler:orders.create` or `wire:orders` over the last ten seconds. */
export function useRates(key: string): Rates {
  return useSyncExternalStore(subscribe, () => {
    const rates = shown.get(key);
    if (rates === undefined) shown.set(key, idle);
    return rates ?? idle;
  });
}
