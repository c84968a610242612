import { useSyncExternalStore } from 'react';
import type { TraceEvent } from '#shared/trace.ts';
import { DeliveryCounter, type Deliveries, type Losses } from './deliveries.ts';
import { emptyBook } from './traceBook.ts';
import { useTraceStore } from './traceStore.ts';

/** Who received how much: shown twice a second, whatever the traffic. */

const counter = new DeliveryCounter();
const listeners = new Set<() => void>();
const refreshMs = 500;
let timer: ReturnType<typeof setTimeout> | undefined;

export function countDeliveries(events: readonly TraceEvent[]): void {
  counter.add(events);
  tellSoon();
}

// Another playground, or another run of this one, begins anew.
useTraceStore.subscribe(({ live }) => {
  if (live !== emptyBook) return;
  counter.clear();
  tellSoon();
});

function tellSoon(): void {
  timer ??= setTimeout(() => {
    timer = undefined;
    for (const listener of listeners) listener();
  }, refreshMs);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useDeliveries = (service: string, replica: number): Deliveries =>
  useSyncExternalStore(subscribe, () => counter.ofReplica(service, replica));

/** How many messages a service was given more than once. */
export const useDuplicates = (service: string): number =>
  useSyncExternalStore(subscribe, () => counter.duplicatesOf(service));

export const useLosses = (wire: string): Losses | undefined =>
  useSyncExternalStore(subscribe, () => counter.onWire(wire));

/** Put before such a count when this page was not told of everything: the page counts these itself, from the events it gets. */
export const useAtLeast = (): string => (useTraceStore(({ live }) => live.missed > 0) ? 'at least ' : '');
